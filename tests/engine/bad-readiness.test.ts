import { expect, it } from 'vitest';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

/** A value that only the run knows can make a `ready=` that is none. */
const document = (ready: string): string => `# T

\`\`\`bash configure id=choose
echo "value nothing at all"
\`\`\`

\`\`\`output
value <<value:any>>
\`\`\`

\`\`\`bash run id=server background ready=${ready} within=5s
echo started >started; sleep 60
\`\`\`

\`\`\`bash cleanup
echo cleaned >cleaned
\`\`\`
`;

it.each([
  ['port:${value}', '`nothing at all` is no port (1 to 65535)'],
  ['http://127.0.0.1:${value}/', '`http://127.0.0.1:nothing at all/` is no address'],
])(
  '%s with a value that does not fit fails its step, and starts nothing',
  async (ready, message) => {
    const result = await runInline(document(ready));
    const [failed] = eventsOf(result.events, 'step-end').filter(
      ({ verdict }) => verdict.status === 'failed',
    );
    expect(failed?.step).toBe('server');
    expect(failed?.verdict).toMatchObject({ reason: { kind: 'cannot-start' } });
    expect(result.stdout).toContain(message);
    expect(result.exitCode).toBe(1);
    expect(await result.survivors()).toEqual([]);
  },
);
