import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Makes each schema of the EC2 client a call without side effects, so that esbuild leaves out those of the hundreds of
 * commands that archc doesn't use: a megabyte. esbuild keeps them otherwise, because they have computed keys.
 */
export const pureSchemas: Plugin = {
  name: 'pure-schemas',
  setup(build) {
    build.onLoad({ filter: /client-ec2[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        /^((?:export )?(?:var|const) [\w$]+ = )(\[[^]*?\]);$/gm,
        '$1/* @__PURE__ */ (() => $2)();',
      );
      return { contents, loader: 'js' };
    });
  },
};
