import { compile } from '../../../compiler/compile.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import type { WebAcl } from '../firewall/judge-request.ts';
import { readWithYaml } from '../yaml/read-yaml-yaml.ts';

/** The web ACL that a spec compiles to. */
export function webAclOf(spec: object): WebAcl {
  const outcome = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  const text = outcome.value.artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
  const template = readWithYaml(text, '1.1') as {
    readonly Resources: { readonly WebAcl: { readonly Properties: WebAcl } };
  };
  return template.Resources.WebAcl.Properties;
}
