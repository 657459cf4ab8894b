import { distinct } from './draft.ts';
import type { Draft } from './draft.ts';

/** Names that are reserved, given twice or lead elsewhere. */
export const nameSteps: readonly ((draft: Draft) => void)[] = [
  function stacksHaveTwoNames(draft) {
    if (draft.given('sharedStack') !== undefined) draft.remove('stackNames.shared');
    const name = draft.text('name');
    const shared = draft.given('sharedStack') ?? draft.given('stackNames.shared') ?? `${name}-shared`;
    const backend = draft.given('stackNames.backend') ?? `${name}-backend`;
    if (shared === backend) draft.set('stackNames.backend', 'another');
  },

  function tagsDifferByMoreThanCase(draft) {
    if (draft.given('tags') === undefined) return;
    const tags = distinct(draft.entries('tags'), ([key]) => key.toLowerCase());
    draft.set('tags', Object.fromEntries(tags));
  },

  function namesAreNotOfMysqlOrRds(draft) {
    const name = draft.text('backend.database.name');
    const reserved = ['information_schema', 'innodb', 'mysql', 'performance_schema', 'sys', 'tmp'];
    if (reserved.includes(name)) draft.set('backend.database.name', `my_${name}`);
    const user = draft.text('backend.database.user');
    if (/^(mysql|rds|aws|admin$|root$)/.test(user))
      draft.set('backend.database.user', `u_${user}`.slice(0, 32));
  },

  function rolePathIsNotOfAws(draft) {
    if (draft.text('rolePath').startsWith('/aws-service-role/')) draft.set('rolePath', '/teams/');
  },

  /** The database's variables come first, as the container gets them in any case. */
  function variablesHaveOneSource(draft) {
    const taken = new Set<string>();
    const isFree = (name: string) =>
      !/^(PORT$|AWSAPPRUNNER|ECS_|AWS_CONTAINER_)/.test(name) && !taken.has(name) && taken.add(name);
    const database = 'backend.database.environment';
    for (const key of ['host', 'port', 'readerHost', 'name', 'user', 'password']) {
      const path = `${database}.${key}`;
      if (draft.text(path) === '' || isFree(draft.text(path))) continue;
      const other = `${key.toUpperCase()}_OF_DB`;
      draft.set(path, other);
      taken.add(other);
    }
    for (const path of ['backend.service.environment', 'backend.service.secrets']) {
      if (draft.given(path) === undefined) continue;
      draft.set(path, Object.fromEntries(draft.entries(path).filter(([name]) => isFree(name))));
    }
  },

  /** A deployment goes to one account. */
  function arnsAreOfOneAccount(draft) {
    const inOne = (arn: string) => arn.replace(/:[0-9]{12}:/, ':123456789012:');
    if (draft.given('permissionsBoundary') !== undefined)
      draft.set('permissionsBoundary', inOne(draft.text('permissionsBoundary')));
    for (const path of ['backend.service.policyArns', 'options.ipRestriction.ipSetArns']) {
      if (draft.given(path) !== undefined) draft.set(path, draft.texts(path).map(inOne));
    }
  },

  function listsNameEachOnce(draft) {
    const lists = ['backend.service.policyArns', 'options.ipRestriction.ipSetArns'];
    for (const path of [...lists, 'backend.firewall.redactedHeaders']) {
      if (draft.given(path) !== undefined) draft.set(path, [...new Set(draft.texts(path))]);
    }
  },

  function pathsStayInTheWorkTree(draft) {
    for (const path of ['backend.build.context', 'backend.build.dockerfile']) {
      if (draft.given(path) !== undefined) draft.set(path, stayingInside(draft.text(path)));
    }
  },

  function buildSecretsAreInOnePlace(draft) {
    const path = 'backend.build.secrets';
    if (draft.given(path) === undefined) return;
    const secrets = draft.entries(path).map(([id, source]) => {
      const { file, env } = source as { readonly file?: string; readonly env?: string };
      if (env !== undefined) return [id, { env }];
      return [id, file === undefined ? { env: 'TOKEN' } : { file: stayingInside(file) }];
    });
    draft.set(path, Object.fromEntries(secrets));
  },
];

function stayingInside(path: string): string {
  const parts = path.replace(/^\/+/, '').split('/');
  const inside = parts.map((part) => (part === '..' ? 'up' : part)).join('/');
  return inside === '' ? '.' : inside;
}
