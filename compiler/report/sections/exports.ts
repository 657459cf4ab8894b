import { originsIn } from '../../change/origin.ts';
import { stackName } from '../../modules/stack-names.ts';
import { entryOf, resourcesOf, sectionOf, textAt, visit } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { html } from '../model/html.ts';
import { byLines, linksFrom, resourceLinks, stackTitles } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { exportName, showNode } from '../words/show-node.ts';

/** What the stacks give each other and their users, and what they are given. */
export function exportsSection(subject: Subject): Section {
  return {
    id: 'exports',
    title: 'Exports and imports',
    intro: html`What the stacks give to each other. CloudFormation refuses to change or delete an export while
    a stack imports it.`,
    blocks: subject.templates.flatMap((template) => [
      ...importBlocks(template, subject),
      ...sectionOf(template.root, 'Parameters').map((entry) =>
        itemBlock('parameter', entry, template, subject),
      ),
      ...sectionOf(template.root, 'Outputs').map((entry) =>
        itemBlock(entryOf(entry.value, 'Export') ? 'export' : 'output', entry, template, subject),
      ),
    ]),
  };
}

function itemBlock(
  kind: 'export' | 'output' | 'parameter',
  { key, value }: Entry,
  { stack }: Template,
  subject: Subject,
): Block {
  const shown = entryOf(value, kind === 'parameter' ? 'Default' : 'Value');
  const { lines } = decidedBy(shown ? originsIn(shown) : [], subject);
  const importers = kind === 'export' ? importersOf(key, subject) : [];
  return {
    key: `${stack}-${key}`,
    heading: stackTitles[stack],
    content: html`<div class="item" data-lines="${lines.join(' ')}">
      <p class="what"><span class="pill">${kind}</span> <strong>${key}</strong></p>
      <p>
        ${textAt(value, 'Description')}${shown && html`: <code>${showNode(shown, linksFrom(stack, subject))}</code>`}${byLines(lines)}
      </p>
      ${importers.length > 0 && html`<p>Imported by ${resourceLinks('backend', importers)}</p>`}
    </div>`,
  };
}

/** The imports of a stack whose exports this page does not show: those of another spec's. */
function importBlocks({ stack, root }: Template, subject: Subject): readonly Block[] {
  if (subject.templates.some((template) => template.stack === 'shared')) return [];
  const names = new Set(resourcesOf(root).flatMap(({ value }) => importsIn(value)));
  const of = stackName('shared', subject.compiled.resolved.spec);
  return [...names].map((name) => ({
    key: `${stack}-import-${name}`,
    heading: stackTitles[stack],
    content: html`<div class="item">
      <p class="what"><span class="pill">import</span> <strong>${name}</strong></p>
      <p>From the stack <code>${of}</code>, for ${resourceLinks(stack, importersOf(name, subject))}</p>
    </div>`,
  }));
}

function importersOf(name: string, { templates }: Subject): readonly string[] {
  const backend = templates.find(({ stack }) => stack === 'backend');
  return resourcesOf(backend?.root)
    .filter(({ value }) => importsIn(value).includes(name))
    .map(({ key }) => key);
}

function importsIn(node: TemplateNode): readonly string[] {
  const found: string[] = [];
  visit(node, (each) => {
    const imported = each.tag === 'ImportValue' ? each : entryOf(each, 'Fn::ImportValue');
    if (imported) found.push(exportName(imported));
  });
  return found;
}
