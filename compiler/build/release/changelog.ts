/**
 * The changelog's section about a version, without its heading. `undefined` when no heading has the version and a
 * date.
 */
export function readChanges(changelog: string, version: string): string | undefined {
  const lines = changelog.split('\n');
  const start = lines.findIndex(
    (line) => line.startsWith(`## [${version}] - `) && /\d{4}-\d\d-\d\d$/.test(line),
  );
  if (start === -1) return undefined;
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => /^(## |\[.+\]: )/.test(line));
  return (end === -1 ? after : after.slice(0, end)).join('\n').trim();
}
