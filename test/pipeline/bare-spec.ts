import { readFile } from 'node:fs/promises';

/** The example without a domain and a database, which are in other tests, and with more at its end. */
export async function bareSpec(more: string): Promise<string> {
  const text = await readFile('specs/todo.yaml', 'utf8');
  return (
    text
      .replace(/^ {2}database:\n(?: {4}.*\n|\n)*/gm, '')
      .replace(/^ {2}domain:\n(?: {4}.*\n|\n)*/gm, '')
      .replace(/^shared:\n/m, 'shared:\n  database: none\n') + more
  );
}
