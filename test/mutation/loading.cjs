// Files of tests compile specs while mocha loads them. Stryker would take all code that then runs for code that needs a
// process of its own for every mutant, which takes seconds. So loading counts as one more test, and afterwards only what
// no other test reaches counts as code that runs once.
const stryker = (globalThis.__stryker__ ??= {});
stryker.currentTestId = 'loading';

module.exports.mochaHooks = {
  afterAll() {
    const { static: once, perTest } = stryker.mutantCoverage ?? { perTest: {} };
    const { loading = {}, ...tests } = perTest;
    for (const mutant of Object.keys(loading)) {
      if (!Object.values(tests).some((reached) => mutant in reached)) once[mutant] = 1;
    }
    delete perTest.loading;
  },
};
