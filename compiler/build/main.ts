import { bundleCommand } from './bundle-command.ts';
import { generate } from './generate.ts';

await generate();
await bundleCommand();
