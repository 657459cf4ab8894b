import { expect } from 'chai';
import { originOf, originsIn } from '../../compiler/change/origin.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';

/** A resource with a property for each path that binds one. */
function bound(...paths: readonly SpecPath[]): TemplateNode {
  const entries = paths.map((from, index) => ({
    key: `P${index}`,
    value: { kind: 'scalar', value: 'x', from } as const,
  }));
  return { kind: 'map', entries };
}

describe('the parts of the spec that are bound in a resource', () => {
  it('are found once, in order', () => {
    const found = originsIn(bound(['tags'], ['backend', 'name'], ['tags'], ['backendname']));
    expect(found).to.deep.equal([['tags'], ['backend', 'name'], ['backendname']]);
  });

  it('are none in one that a fragment wrote', () => {
    expect(originsIn({ kind: 'map', entries: [] })).to.deep.equal([]);
  });
});

describe('the part of the spec that a resource comes from', () => {
  const withOption = compileTodo();
  const todo = compileTodo((spec) => spec.replace(/^options:[^]*/m, ''));
  const second = compileTodo(secondBackend);
  const zones = ['shared', 'availabilityZones'];

  for (const [title, compiled, logicalId, kind, node, path] of [
    ['is the one that it binds', todo, 'Subnet1', 'shared', bound([...zones, 0]), [...zones, 0]],
    [
      'is around the first of several that it binds',
      todo,
      'Subnet1',
      'shared',
      bound(['shared', 'vpcCidr'], [...zones, 0]),
      ['shared'],
    ],
    ['is the section of its stack', todo, 'Repository', 'shared', undefined, ['shared']],
    ['is the section of its stack when it binds nothing', todo, 'Repository', 'shared', bound(), ['shared']],
    ['is the section of the backend', todo, 'Database', 'backend', undefined, ['backend']],
    [
      'is the option that makes it',
      withOption,
      'AllowedIpv4Set',
      'backend',
      undefined,
      ['options', 'ipRestriction'],
    ],
    [
      'is its stack when the spec has no options any more',
      todo,
      'AllowedIpv4Set',
      'backend',
      undefined,
      ['backend'],
    ],
    [
      'is "options" when the spec lacks the option that composed it of copies',
      withOption,
      'DatabaseFunctionAlarm',
      'backend',
      undefined,
      ['options'],
    ],
    ['is its stack when nobody knows it', withOption, 'Unknown', 'backend', undefined, ['backend']],
    [
      'is the backend when the spec has no such stack',
      second,
      'Repository',
      'shared',
      undefined,
      ['backend'],
    ],
  ] as const) {
    it(title, () => {
      const { resolved } = compiled;
      expect(originOf({ logicalId, kind, node }, { resolved, toolkit })).to.deep.equal(path);
    });
  }

  it('is "options" when the spec has other options, but no longer that one', () => {
    const { resolved } = withOption;
    const option = { name: 'other', fragments: () => [] };
    const others = {
      ...toolkit,
      options: [option, ...toolkit.options.map((each) => ({ ...each, name: 'former' }))],
    };
    const fragments = Object.fromEntries(
      Object.entries(toolkit.fragments).map(([path, node]) => [
        path.replace(/^ipRestriction/, 'former'),
        node,
      ]),
    );
    const resource = { logicalId: 'AllowedIpv4Set', kind: 'backend', node: undefined } as const;
    expect(originOf(resource, { resolved, toolkit: { ...others, fragments } })).to.deep.equal(['options']);
  });
});
