import { fileURLToPath } from 'node:url';

/** The absolute path of the project's top folder; it ends with a slash. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
