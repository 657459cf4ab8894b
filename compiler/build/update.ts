import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { committedFiles, committedPictures } from './committed-files.ts';
import { projectFolder } from './project-folder.ts';

// Rewrites the generated files that are committed. A test compares them; CI never rewrites them.
if (process.env['CI'] === 'true') throw new Error('In CI, generated files are compared, never rewritten.');
const files = { ...committedFiles(), ...(await committedPictures()) };
for (const [name, text] of Object.entries(files)) {
  const path = join(projectFolder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
}
