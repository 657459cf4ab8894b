import { originsIn } from '../../change/origin.ts';
import { resourcesOf, textOf, typeOf } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { rightsOfRole, statementsIn } from '../facts/statements-of.ts';
import type { PolicyCondition, PolicyStatement } from '../facts/statements-of.ts';
import { html, join } from '../html.ts';
import type { Html } from '../html.ts';
import { lineLinks, linksFrom, resourceLink } from '../links.ts';
import type { Block, Section, Subject } from '../model.ts';
import { wordAction } from '../words/action-words.ts';
import { showNode } from '../words/show-node.ts';
import type { LinkTo } from '../words/show-node.ts';

/** What each role may do, in words, and who may use what has a policy of its own. */
export function rightsSection(subject: Subject): Section {
  const blocks = subject.templates.flatMap((template) =>
    resourcesOf(template.root).flatMap((entry) => blockOf(entry, template, subject)),
  );
  return {
    id: 'rights',
    title: 'Rights',
    intro: html`What the container, and the services of AWS that work for it, may do. Nobody else gets rights
      from these stacks. What whoever deploys needs is another list: <code>archc policy</code> prints it.`,
    blocks: [...blocks.filter(isRole), ...blocks.filter((each) => !isRole(each))],
  };
}

const roleHeading = 'Roles';

function isRole({ heading }: Block): boolean {
  return heading === roleHeading;
}

function blockOf({ key, value }: Entry, { stack }: Template, subject: Subject): readonly Block[] {
  const linkTo = linksFrom(stack, subject);
  if (typeOf(value) === 'AWS::IAM::Role') {
    return [
      {
        key: `${stack}-${key}`,
        heading: roleHeading,
        content: roleOf(key, value, { stack, subject, linkTo }),
      },
    ];
  }
  const statements = statementsIn(value);
  if (statements.length === 0) return [];
  const content = html`<div class="item">
    <p class="what">${resourceLink(stack, key)}</p>
    <ul>
      ${statements.map((each) => statementLine(each, linkTo))}
    </ul>
  </div>`;
  return [{ key: `${stack}-${key}`, heading: 'Policies that stand at a resource', content }];
}

interface About {
  readonly stack: Template['stack'];
  readonly subject: Subject;
  readonly linkTo: LinkTo;
}

function roleOf(id: string, role: TemplateNode, { stack, subject, linkTo }: About): Html {
  const { services, statements, managedPolicies, boundary } = rightsOfRole(role);
  const policies = managedPolicies.map((policy) => {
    const { lines } = decidedBy(originsIn(policy), subject);
    return html`<li data-lines="${lines.join(' ')}">
      may do what the policy
      <code>${showNode(policy, linkTo)}</code>
      allows${lines.length > 0 && html`, <span class="by">${lineLinks(lines)}</span>`}
    </li>`;
  });
  const lines = [...statements.map((each) => statementLine(each, linkTo)), ...policies];
  return html`<div class="item">
    <p class="what">
      ${resourceLink(stack, id)} <span class="kind">for ${join(services.map(wordService), ', ')}</span>
    </p>
    ${
      lines.length === 0
        ? html`<p>may do nothing.</p>`
        : html`<ul>
            ${lines}
          </ul>`
    }
    ${boundary && html`<p>and never more than <code>${showNode(boundary, linkTo)}</code> allows.</p>`}
  </div>`;
}

const serviceWords: Readonly<Record<string, string>> = {
  'backup.amazonaws.com': 'AWS Backup',
  'build.apprunner.amazonaws.com': 'App Runner, when it starts the container',
  'chatbot.amazonaws.com': 'messages in Slack',
  'ecs-tasks.amazonaws.com': 'ECS tasks',
  'lambda.amazonaws.com': 'a Lambda function',
  'monitoring.rds.amazonaws.com': 'the monitoring of RDS',
  'tasks.apprunner.amazonaws.com': 'the container on App Runner',
  'vpc-flow-logs.amazonaws.com': 'the flow log of the VPC',
};

function wordService(node: TemplateNode): Html {
  const name = textOf(node) ?? '';
  return html`${Object.hasOwn(serviceWords, name) ? serviceWords[name] : name}`;
}

function statementLine(statement: PolicyStatement, linkTo: LinkTo): Html {
  const { effect, actions, isInverted, resources, principals, conditions } = statement;
  const words = isInverted
    ? html`do everything but ${join(actions.map(wordAction), ', ')}`
    : join(actions.map(wordAction), ', ');
  const who =
    principals.length === 0
      ? undefined
      : html`${join(
          principals.map((each) => principal(each, linkTo)),
          ', ',
        )} `;
  const may = effect === 'Deny' ? html`<strong>may not</strong>` : html`may`;
  return html`<li>
    ${who}${may}
    ${words}${
      resources.length > 0 &&
      html`:
      ${join(
        resources.map((each) => resource(each, linkTo)),
        ', ',
      )}`
    }${
      conditions.length > 0 &&
      html`,
      ${join(
        conditions.map((each) => condition(each, linkTo)),
        ' and ',
      )}`
    } <span class="actions"><code>${actions.join(' ')}</code></span>
  </li>`;
}

function principal(node: TemplateNode, linkTo: LinkTo): Html {
  const text = textOf(node) ?? '';
  if (text === '*') return html`everybody`;
  if (node.tag === 'Sub' && text.endsWith(':root')) return html`this account`;
  return html`<code>${showNode(node, linkTo)}</code>`;
}

function resource(node: TemplateNode, linkTo: LinkTo): Html {
  if (node.tag === undefined && textOf(node) === '*')
    return html`on <em>every resource</em> (<code>*</code>)`;
  return html`<code>${showNode(node, linkTo)}</code>`;
}

function condition({ operator, key, value }: PolicyCondition, linkTo: LinkTo): Html {
  const is = /Null|Bool/.test(operator)
    ? 'is'
    : /Like/.test(operator)
      ? 'is like'
      : /Not/.test(operator)
        ? 'is not'
        : 'is';
  return html`only if <code>${key}</code> ${is} <code>${showNode(value, linkTo)}</code>`;
}
