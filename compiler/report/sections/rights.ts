import { originsIn } from '../../change/origin.ts';
import { entryOf, resourcesOf, textAt, textOf, typeOf } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { rightsOfRole, statementsIn } from '../facts/statements-of.ts';
import type { PolicyCondition, PolicyStatement } from '../facts/statements-of.ts';
import { html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { byLines, linksFrom, resourceLink } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { wordAction } from '../words/action-words.ts';
import { showNode } from '../words/show-node.ts';
import type { LinkTo } from '../words/show-node.ts';
import { nameOfType } from '../words/type-words.ts';

/** What each role may do, in words, and who may use what has a policy of its own. */
export function rightsSection(subject: Subject): Section {
  const blocks = subject.templates.flatMap(({ stack, root }) => {
    const about: About = { stack, subject, linkTo: linksFrom(stack, subject) };
    return resourcesOf(root).flatMap((entry) => blockOf(entry, about));
  });
  return {
    id: 'rights',
    title: 'Rights',
    intro: html`What the container, and the services of AWS that work for it, may do, and who may use what has
      a policy of its own. Nobody else gets rights from these stacks. What whoever deploys needs is another
      list: <code>archc policy</code> prints it.`,
    blocks: [...blocks.filter(isRole), ...blocks.filter((each) => !isRole(each))],
  };
}

const roleHeading = 'Roles';
const atResources = 'Policies that stand at a resource';

function isRole({ heading }: Block): boolean {
  return heading === roleHeading;
}

function blockOf({ key, value }: Entry, about: About): readonly Block[] {
  const block = (heading: string, content: Html): readonly Block[] => [
    { key: `${about.stack}-${key}`, heading, content },
  ];
  const type = typeOf(value);
  if (type === 'AWS::IAM::Role') return block(roleHeading, roleOf(key, value, about));
  if (type === 'AWS::Lambda::Permission') return block(atResources, permissionOf(key, value, about));
  const statements = statementsIn(value);
  if (statements.length === 0) return [];
  if (type.startsWith('AWS::IAM::')) return block(roleHeading, policyOf(key, type, statements, about));
  // A policy that stands at a resource is about that alone, whatever it writes.
  const own = statements.map((each) => ({ ...each, resources: each.resources.filter((of) => !isAll(of)) }));
  return block(atResources, policyOf(key, type, own, about));
}

interface About {
  readonly stack: Template['stack'];
  readonly subject: Subject;
  readonly linkTo: LinkTo;
}

function policyOf(
  id: string,
  type: string,
  statements: readonly PolicyStatement[],
  { stack, linkTo }: About,
): Html {
  return html`<div class="item">
    <p class="what">
      ${resourceLink(stack, id)} <span class="kind">${nameOfType(type)} of the ${stack} stack</span>
    </p>
    <ul>
      ${statements.map((each) => statementLine(each, linkTo))}
    </ul>
  </div>`;
}

/** Who may call a function. */
function permissionOf(id: string, permission: TemplateNode, { stack, linkTo }: About): Html {
  const properties = entryOf(permission, 'Properties');
  const shown = (key: string) => {
    const node = entryOf(properties, key);
    return node && html`<code>${showNode(node, linkTo)}</code>`;
  };
  const source = shown('SourceArn');
  return html`<div class="item">
    <p class="what">
      ${resourceLink(stack, id)} <span class="kind">${nameOfType('AWS::Lambda::Permission')}</span>
    </p>
    <p>
      ${shown('Principal')} may ${wordAction(textAt(properties, 'Action') ?? '')}
      ${shown('FunctionName')}${source && html`, only for ${source}`}
    </p>
  </div>`;
}

function roleOf(id: string, role: TemplateNode, { stack, subject, linkTo }: About): Html {
  const { services, statements, managedPolicies, boundary } = rightsOfRole(role);
  const policies = managedPolicies.map((policy) => {
    const { lines } = decidedBy(originsIn(policy), subject);
    return html`<li data-lines="${lines.join(' ')}">
      may do what the policy
      <code>${showNode(policy, linkTo)}</code>
      allows${byLines(lines)}
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
  const who = principals.length > 0 && html`${listed(principals, linkTo, wordPrincipal)} `;
  const may = effect === 'Deny' ? html`<strong>may not</strong>` : html`may`;
  const what = resources.length > 0 && html`: ${listed(resources, linkTo, wordResource)}`;
  return html`<li>
    ${who}${may}
    ${words}${what}${
      conditions.length > 0 &&
      html`, ${effect === 'Deny' ? 'if' : 'only if'}
      ${join(
        conditions.map((each) => wordCondition(each, linkTo)),
        ' and ',
      )}`
    }
    <span class="actions"><code>${actions.join(' ')}</code></span>
  </li>`;
}

function listed(
  nodes: readonly TemplateNode[],
  linkTo: LinkTo,
  word: (node: TemplateNode, linkTo: LinkTo) => Html,
): Html {
  return join(
    nodes.map((node) => word(node, linkTo)),
    ', ',
  );
}

function wordPrincipal(node: TemplateNode, linkTo: LinkTo): Html {
  const text = textOf(node) ?? '';
  if (text === '*') return html`everybody`;
  if (node.tag === 'Sub' && text.endsWith(':root')) return html`this account`;
  return html`<code>${showNode(node, linkTo)}</code>`;
}

function wordResource(node: TemplateNode, linkTo: LinkTo): Html {
  if (isAll(node)) return html`<em>every resource</em> (<code>*</code>)`;
  // `!Sub` with values of its own has the text first. The resource's own settings show all of it.
  const text = node.tag === 'Sub' && node.kind === 'list' ? textOf(node.items[0]) : textOf(node);
  const [, rest] = arnHere.exec(text ?? '') ?? [];
  if (node.tag === 'Sub' && rest !== undefined) return html`<code>${rest}</code> of this account`;
  return html`<code>${showNode(node, linkTo)}</code>`;
}

function isAll(node: TemplateNode): boolean {
  return node.tag === undefined && textOf(node) === '*';
}

/** An ARN in the account of the stack, and in its region or none. */
const arnHere = /^arn:\$\{AWS::Partition\}:[\w-]+:(?:\$\{(?:AWS::)?Region\})?:\$\{AWS::AccountId\}:(.*)$/;

function wordCondition({ operator, key, value }: PolicyCondition, linkTo: LinkTo): Html {
  const is = /Not/.test(operator) ? 'is not' : /Like/.test(operator) ? 'is like' : 'is';
  const values = value.kind === 'list' && value.tag === undefined ? value.items : [value];
  return html`<code>${key}</code> ${is} ${listed(values, linkTo, wordValue)}`;
}

function wordValue(node: TemplateNode, linkTo: LinkTo): Html {
  if (node.tag === 'Ref' && textOf(node) === 'AWS::AccountId') return html`this account`;
  return wordResource(node, linkTo);
}
