import { buildScript } from '../../build/generated/build-script.js';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Finding, Outcome } from '../diagnostics/diagnostic.ts';
import { isGiven } from '../diagnostics/place.ts';
import { backendStackName, sharedStackName } from '../modules/stack-names.ts';
import { print } from '../template/print.ts';
import { roleSizeFindings } from '../template/role-size.ts';
import { sizeFinding } from '../template/size.ts';
import type { Template } from '../template/template.ts';
import { capacityFindings } from '../template/web-acl-capacity.ts';
import type { Artifact, Resolved } from './results.ts';

/**
 * Prints the templates and renders the build script. A template that can't be deployed without a bucket, or with a role
 * or rules of the firewall that AWS refuses, is an error.
 */
export function emit(templates: readonly Template[], resolved: Resolved): Outcome<readonly Artifact[]> {
  const texts = templates.map((template) => ({ template, text: print(template.root) }));
  const maxCapacity = {
    units: resolved.spec.backend.firewall.maxCapacity,
    isGiven: isGiven(resolved.tree, ['backend', 'firewall', 'maxCapacity']),
  };
  const findings = texts.flatMap(({ template, text }): readonly Finding[] => [
    ...sizeFinding(template, text),
    ...roleSizeFindings(template),
    ...capacityFindings(template, maxCapacity),
  ]);
  const diagnostics = diagnose(resolved.tree, findings);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics };
  const { name, region, backend } = resolved.spec;
  const script = buildScript({
    // One image serves all environments.
    name: resolved.tree.environment?.of ?? resolved.tree.preview?.of ?? name,
    region,
    sharedStack: sharedStackName(resolved.spec),
    backendStack: backendStackName(resolved.spec),
    ownsShared: resolved.spec.shared !== undefined,
    build: backend.build,
  });
  return {
    ok: true,
    value: [
      ...texts.map(({ template, text }) => ({ name: `${template.stack}.yaml`, text, executable: false })),
      { name: 'build.sh', text: script, executable: true },
    ],
    diagnostics,
  };
}
