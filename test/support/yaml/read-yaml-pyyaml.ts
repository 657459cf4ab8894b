import { fileURLToPath } from 'node:url';
import { pythonTool } from '../python-tools.ts';
import { readerOf } from './read-yaml-process.ts';

const program = fileURLToPath(new URL('./read_yaml.py', import.meta.url));

/** Reads with PyYAML's safe loader. */
export const readWithPyYaml = readerOf(() => [pythonTool('python'), program]);
