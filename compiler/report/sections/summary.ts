import type { Estimate } from '../../cost/model.ts';
import { withCommas } from '../../cost/money.ts';
import { counted, pluralOf } from '../../diagnostics/counted.ts';
import { stackName } from '../../modules/stack-names.ts';
import { resourcesOf, typeOf } from '../../template/node.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { keptOrLost } from '../facts/kept-or-lost.ts';
import { openingsOf } from '../facts/openings-of.ts';
import { html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { byLines } from '../words/links.ts';
import type { Section, Subject } from '../model/model.ts';
import { exceptionsAt } from '../../scanners/suppress.ts';
import type { SpecPath } from '../../spec/path.ts';

/** What the rest of the page says at length. */
export function summarySection(subject: Subject): Section {
  return {
    id: 'summary',
    title: 'At a glance',
    blocks: [
      {
        key: 'figures',
        content: html`<ul class="figures">
          ${figures(subject)}
        </ul>`,
      },
      { key: 'facts', content: html`<dl class="facts">${facts(subject)}</dl>` },
    ],
  };
}

function figures({ templates, estimate }: Subject): readonly Html[] {
  const resources = templates.flatMap(({ root }) => resourcesOf(root));
  const open = templates.flatMap(openingsOf).filter(({ reach }) => reach === 'internet');
  const lost = templates.flatMap(keptOrLost).filter((fate) => fate.lost !== undefined);
  const roles = resources.filter(({ value }) => typeOf(value) === 'AWS::IAM::Role');
  const exceptions = new Set(templates.flatMap(exceptionsAt).map(({ exception }) => exception.about));
  return [
    ...costFigure(estimate),
    figure('resources', resources.length, 'resource', `in ${counted(templates.length, 'stack')}`),
    figure('open', open.length, 'way', 'in from the internet'),
    figure('rights', roles.length, 'role', 'with rights of their own'),
    figure('data', lost.length, 'thing', 'with data that a deletion loses'),
    figure('security', exceptions.size, 'remark', 'of scanners, each with its reason'),
  ];
}

function figure(section: string, number: number, noun: string, words: string): Html {
  return html`<li>
    <a href="#${section}"><strong>${number}</strong> ${number === 1 ? noun : pluralOf(noun)} ${words}</a>
  </li>`;
}

/** The floor, which AWS charges even if nobody uses anything. */
function costFigure(estimate: Estimate | undefined): readonly Html[] {
  if (!estimate?.total) return [];
  return [
    html`<li>
      <a href="#costs"><strong>${withCommas(estimate.total.floor.toFixed(0))}</strong> USD a month, idle</a>
    </li>`,
  ];
}

function facts(subject: Subject): readonly Html[] {
  const { spec } = subject.compiled.resolved;
  const { shared, backend, options } = spec;
  const names = Object.keys(options);
  const fact = (what: string, words: Html, path?: SpecPath) => {
    const { lines } = decidedBy(path ? [path] : [], subject);
    return html`<div data-lines="${lines.join(' ')}">
      <dt>${what}</dt>
      <dd>${words}${byLines(lines)}</dd>
    </div>`;
  };
  return [
    fact('Account', html`${spec.account ?? 'any'}`, ['account']),
    fact('Region', html`${spec.region}`, ['region']),
    fact(
      'Shared stack',
      html`<code>${stackName('shared', spec)}</code>${!shared && html` of another spec or environment`}`,
      shared ? ['name'] : ['sharedStack'],
    ),
    fact('Backend stack', html`<code>${stackName('backend', spec)}</code>`, ['name']),
    fact('Runtime', html`<code>${backend.service.runtime}</code>`, ['backend', 'service', 'runtime']),
    fact(
      'Options',
      names.length === 0
        ? html`none`
        : join(
            names.map((name) => html`<code>${name}</code>`),
            ', ',
          ),
      names.length === 0 ? undefined : ['options'],
    ),
  ];
}
