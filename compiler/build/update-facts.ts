import { writeFileSync } from 'node:fs';
import { generatedFacts } from './facts.ts';

// Rewrites what the installed cfn-lint and botocore know of AWS. What only AWS's documentation says is written by hand.
if (process.env['CI'] === 'true') throw new Error('In CI, generated files are compared, never rewritten.');
for (const [file, text] of Object.entries(generatedFacts())) writeFileSync(file, text);
