/** A part of the code that is changed, with the tests that are meant to notice. */
export interface Area {
  /** Globs of files; after `!` those that are left out. */
  readonly mutated: readonly string[];
  /** A mutant that survives runs all that reach it, so they are few and quick; the quickest come first. */
  readonly tests: readonly string[];
}

/** Modules without their tables of rights, which belong to the area of policies, and without handlers. */
const modules = ['!templates/**/{rights,network-rights,registry}.ts', '!templates/**/handlers/**'];

export const areas: Readonly<Record<string, Area>> = {
  change: {
    mutated: ['compiler/change/**/*.ts'],
    tests: [
      'test/change/*.test.ts',
      'test/diff/{resource-types,severity,what-differs}.test.ts',
      'test/deploy/{decide,describe,plan-destroy,plan}.test.ts',
      'test/cli/plan-view.test.ts',
      'test/diff/diff-stacks.test.ts',
    ],
  },
  cost: {
    mutated: ['compiler/cost/**/*.ts'],
    tests: [
      'test/cost/{aws-examples,rules,price-list}.test.ts',
      'test/docs/cost.test.ts',
      'test/cost/goldens.test.ts',
    ],
  },
  diff: {
    mutated: ['compiler/diff/**/*.ts'],
    tests: [
      'test/diff/{effects,inputs,interface,references,resources,resource-types,severity,what-differs}.test.ts',
      'test/diff/{diff-stacks,goldens}.test.ts',
    ],
  },
  policy: {
    mutated: ['compiler/policy/**/*.ts', 'templates/**/{rights,network-rights}.ts'],
    tests: ['test/policy/{policy,goldens,bootstrap}.test.ts'],
  },
  phases: {
    mutated: ['compiler/phases/**/*.ts'],
    tests: [
      'test/compiler/{ambiguous-forms,compose,foreign-files,git-attributes,one-slip,prove-hints}.test.ts',
      'test/compiler/{refused-yaml,schema-reports,schema-words,warnings,yaml-syntax,golden,errors}.test.ts',
      'test/modules/{check,options}.test.ts',
    ],
  },
  modules: {
    mutated: ['templates/**/*.ts', ...modules],
    tests: [
      'test/modules/!(missing-file).test.ts',
      'test/compiler/{check-reports,database-checks,ip-range,network-checks,plain-values,warnings}.test.ts',
      'test/templates/{audit-log,roles,web-acl-log}.test.ts',
      'test/compiler/{golden,errors}.test.ts',
    ],
  },
};
