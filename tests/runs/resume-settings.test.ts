import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { FAILS_ONCE, read, resume, settle } from './resuming.ts';

const BLOCKS: readonly Block[] = [
  ['bash run id=a', 'echo "a $PORT $NAME $MODE" >>said'],
  ['bash run id=b', FAILS_ONCE],
  ['bash run id=c', 'echo "c $PORT $NAME $MODE" >>said'],
];
const BEFORE = `  timeout: 5m
  env: {MODE: old, GONE: x}
  params:
    port: {type: port, default: 8080}
    name: {default: ann}`;

/** The lines of a run's header. */
const headerOf = (stdout: string): string => stdout.split('\n✔')[0] ?? '';

describe('a front matter that was changed before resume', () => {
  it('is listed by its keys; it applies from here on, but params keep their values', async () => {
    const { place } = await runBlocks(BLOCKS, { frontMatter: BEFORE });
    const after = `  timeout: 10m
  env: {MODE: new}
  mask: ['ghp_[a-z]+']
  params:
    port: {type: port, default: 9090}
    name: {default: ann}
    more: {default: yes}`;
    writeFileSync(join(place.dir, 'doc.md'), documentOf(BLOCKS, after));
    const second = await resume(place);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(settle(headerOf(second.stdout), place)).toMatchInlineSnapshot(`
      "doc.md  DIR · resumed run ID
        front matter: env.GONE, env.MODE, mask, timeout changed since the run began; this applies from here on
        front matter: params.more, params.port changed since the run began; the run keeps the values that it has (--set gives a param another one)"
    `);
    expect(read(place, 'said')).toBe('a 8080 ann old\nc 8080 ann new\n');
    const [start] = eventsOf(second.events, 'run-start');
    expect(start?.resumed?.settings).toEqual([
      'env.GONE',
      'env.MODE',
      'mask',
      'params.more',
      'params.port',
      'timeout',
    ]);
  });

  it('is not listed when it says the same in another way', async () => {
    const { place } = await runBlocks(BLOCKS, { frontMatter: BEFORE });
    const after = `  params:
    name:
      default: "ann"
    port: {default: 8080, type: port}
  timeout: 300s
  env: {GONE: "x", MODE: old}`;
    writeFileSync(join(place.dir, 'doc.md'), documentOf(BLOCKS, after));
    const second = await resume(place);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(settle(headerOf(second.stdout), place)).toMatchInlineSnapshot(
      `"doc.md  DIR · resumed run ID"`,
    );
  });
});

describe('resume --set', () => {
  it('gives a param another value from here on, says so, and records it for the next time', async () => {
    const blocks: readonly Block[] = [
      ...BLOCKS,
      ['bash run id=d', 'test -e further'],
      ['bash run id=e', 'echo "e $PORT" >>said'],
      ['assert', `file said contains "e \${port}"`],
    ];
    const { place } = await runBlocks(blocks, { frontMatter: BEFORE });
    const second = await resume(place, ['--set', 'port=7000', '--set', 'name=ann']);
    expect(second.exitCode, second.stdout + second.stderr).toBe(1);
    expect(settle(headerOf(second.stdout), place)).toMatchInlineSnapshot(`
      "doc.md  DIR · resumed run ID
        port is 7000 from here on, not 8080; what was done before is not done again"
    `);
    const [start] = eventsOf(second.events, 'run-start');
    expect(start?.resumed).toMatchObject({
      carried: ['a'],
      params: [{ name: 'port', before: '8080', now: '7000' }],
    });
    expect(start?.params).toContainEqual({ name: 'port', value: '7000', source: '--set' });
    writeFileSync(join(place.dir, 'further'), '');
    const third = await resume(place);
    expect(third.exitCode, third.stdout + third.stderr).toBe(0);
    expect(settle(headerOf(third.stdout), place)).toBe('doc.md  DIR · resumed run ID');
    expect(read(place, 'said')).toBe('a 8080 ann old\nc 7000 ann old\ne 7000\n');
  });

  it('refuses a value that is not of the type, and a name that is no param', async () => {
    const { place } = await runBlocks(BLOCKS, { frontMatter: BEFORE });
    const second = await resume(place, ['--set', 'port=many', '--set', 'nam=x']);
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain('param `port` (--set) must be a port');
    expect(second.stderr).toContain('no param `nam` (--set): did you mean `name`?');
    expect(read(place, 'said')).toBe('a 8080 ann old\n');
  });
});
