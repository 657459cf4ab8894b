/** By the path in a plan's content. */
const parts: Readonly<Record<string, string>> = {
  archc: "archc's version",
  'spec.sha256': 'the spec (SHA-256)',
  environment: 'the environment',
  account: 'the account',
  region: 'the region',
  image: 'the image',
  'image.uri': 'the image',
  'image.promotion': 'the promoted image',
  'image.promotion.from': 'the environment whose image is promoted',
  'image.promotion.repository': 'the repository of the promoted image',
  'image.promotion.digest': 'the digest of the promoted image',
  'image.source': 'the source of the image',
  'image.source.context.path': "the image's build context",
  'image.source.context.tree': "the content of the image's build context (its tree in git)",
  'image.source.dockerfile.path': "the image's Dockerfile",
  'image.source.dockerfile.blob': "the content of the image's Dockerfile (its blob in git)",
  'image.source.dockerfile.ignore': 'the content of the .dockerignore beside it (its blob in git)',
};

/** By the path in a stack's content; STACK stands for its name. */
const partsOfStack: Readonly<Record<string, string>> = {
  '': 'STACK',
  kind: 'which stack STACK is',
  action: 'what is done with STACK',
  because: 'why STACK is deleted first',
  comparedBy: 'what the changes of STACK are known from',
  deployed: 'what is deployed as STACK',
  'deployed.id': 'which stack is deployed as STACK',
  'deployed.status': 'the status of STACK',
  'deployed.changedAt': 'the last change of STACK',
  'deployed.isProtected': 'the termination protection of STACK',
  'deployed.templateSha256': 'the deployed template of STACK (SHA-256)',
  'wanted.templateSha256': 'the template of STACK that the spec compiles to (SHA-256)',
};

/** What a part of a plan is, in words. */
export function wordPart(path: readonly string[]): string {
  const [section = '', stack = '', ...inside] = path;
  if (section !== 'stacks') return parts[path.join('.')] ?? path.join('.');
  const known = partsOfStack[inside.join('.')];
  if (known !== undefined) return known.replace('STACK', `stack "${stack}"`);
  const [part = '', name = '', ...rest] = inside;
  const detail = rest.length === 0 ? '' : `, ${rest.join('.')}`;
  const of = `of stack "${stack}"`;
  if (part === 'changes') return `the change of ${name} in stack "${stack}"${detail}`;
  if (part === 'outputs') return `the change of the output ${name} ${of}${detail}`;
  if (part === 'notes') return `a remark about stack "${stack}": ${name}`;
  const which = part === 'deployed' ? 'the deployed' : 'the wanted';
  if (name === 'parameters') return `${which} parameter ${rest.join('.')} ${of}`;
  if (name === 'tags') return `${which} tag ${rest.join('.')} ${of}`;
  return `${inside.join('.')} ${of}`;
}
