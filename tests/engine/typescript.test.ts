import { expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';

const document = `# T

\`\`\`ts test
const answer: number = 41;
interface Unused { readonly name: string }
console.log(answer + 1);
\`\`\`

\`\`\`output
42
\`\`\`
`;

// Node runs TypeScript from 22.18 on; an older one needs tsx, which a bare PATH does not have.
const runs = Reflect.get(process.features, 'typescript') !== undefined;

it(`a TypeScript block ${runs ? 'runs' : 'is refused before the run'} on this Node`, async () => {
  const { exitCode, stderr } = await runInline(document, { env: { PATH: '/usr/bin:/bin' } });
  expect(stderr.includes('`ts` blocks need `tsx` or `node`')).toBe(!runs);
  expect(exitCode).toBe(runs ? 0 : 2);
});
