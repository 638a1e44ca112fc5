/** The walk-throughs of CONTRIBUTING.md, carried out on a copy of the checkout: what they add is built, works, and is in form. */
import { join } from 'node:path';
import { ROOT } from '../helpers/paths.ts';

// As an installed package has it; its types are those of the source.
const built = join(ROOT, 'dist/vitest.js');
const { describeRunbooks }: typeof import('../../src/vitest/describe-runbooks.ts') = await import(
  built
);

// A document runs a vitest of its own in there, which is not one that this one has started.
const ours = /^(?:CI|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|RUNBOOK_TEST_.*|TEST|VITEST.*)$/;
const hidden = Object.keys(process.env).filter((name) => ours.test(name));

describeRunbooks('CONTRIBUTING.md', {
  cwd: ROOT,
  coverage: 100,
  set: { checkout: ROOT },
  env: Object.fromEntries(hidden.map((name) => [name, undefined])),
});
