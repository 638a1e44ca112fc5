import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_SCHEMA, type RunEvent } from '../../../src/engine/events.ts';
import { documentOf } from '../../engine/blocks.ts';
import { ROOT } from '../../helpers/paths.ts';
import { readEvents, runInline } from '../../helpers/run-inline.ts';

interface Schema {
  readonly title: string;
  readonly $defs: Readonly<Record<string, unknown>>;
}

/** The published schema, in which nothing may stand that it does not name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, closed(item)]);
  const copy = Object.fromEntries(entries);
  return 'required' in copy && !('oneOf' in copy) ? { ...copy, additionalProperties: false } : copy;
}

const schema = JSON.parse(readFileSync(join(ROOT, 'docs/events.schema.json'), 'utf8')) as Schema;
let validate: (event: RunEvent) => ErrorObject[];
beforeAll(() => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  // Its types name only one of the two ways in which it is exported.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const compiled = ajv.compile(closed(schema) as object);
  validate = (event) => (compiled(event) ? [] : (compiled.errors ?? []));
});

/** What the schema has against events, each with its type. */
function complaintsOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => {
    const errors = validate(event);
    if (errors.length === 0) return [];
    const own = errors.filter(({ schemaPath }) => schemaPath.includes(`event:${event.type}`));
    return [
      `${event.type}: ${JSON.stringify(own.map(({ instancePath, message, params }) => [instancePath, message, params]))}`,
    ];
  });
}

describe('the published schema of events', () => {
  it('is of the version that is written', () => {
    expect(schema.title).toBe(`An event of a run, version ${EVENT_SCHEMA}`);
  });

  it('has every type of event, and each event of runs in which much happens', async () => {
    const document = `---
runbook:
  params:
    port: {type: port, default: free}
    token: {type: string, secret: true, default: hush-hush}
---
- [ ] [All](#all)
- [ ] Somebody

## All

${documentOf([
  ['bash require id=req', 'true'],
  ['bash run id=up background ready=log:/up/', 'echo up; exec sleep 987'],
  ['bash test id=stable stable=2 every=10ms', 'echo 1.2.3'],
  ['output', '<<v:semver>>'],
  ['bash test id=retry retry=1 backoff=10ms keep-going', 'false | true; exit 4'],
  ['bash test id=json keep-going', 'echo "{}"'],
  ['json expect', '{"a": 1}'],
  ['bash test id=assert keep-going', 'echo x'],
  ['assert', 'stdout contains "y"'],
  ['bash test id=secret secret keep-going', 'echo "$TOKEN"; exit 1'],
  ['bash test id=off if=false', 'true'],
  ['bash test id=os os=windows', 'true'],
  ['yaml configure id=file file=a.yaml', 'a: 1'],
  ['yaml configure id=file-again file=a.yaml', 'a: 2'],
  ['bash run id=undoable confirm="Sure?"', 'true'],
  ['bash test id=slow timeout=100ms keep-going', 'sleep 9'],
  ['bash test id=left keep-going', 'sleep 987 & true'],
  ['http test id=web keep-going', `GET http://127.0.0.1:\${port}/`],
  ['text manual id=hand', 'Do it.'],
  ['bash test id=last on-fail=#help', 'echo got'],
  ['output', 'wanted'],
  ['bash run id=never', 'true'],
  ['bash rollback id=undo', 'true'],
  ['bash cleanup id=clean', 'true'],
])}

## Help

Words.

${documentOf([['bash diagnose id=why', 'false']])}`;
    const first = await runInline(document, { args: ['--rollback', '--manual=done', '--yes'] });
    expect(first.exitCode, first.stderr).toBe(1);
    const kept = await runInline(document, { args: ['--keep', '--until', 'up'] });
    const [start] = kept.events;
    if (start?.type !== 'run-start') throw new Error(kept.stderr);
    const stopped = await runInline('', {
      command: 'stop',
      name: null,
      place: kept.place,
      args: [start.run, '--report', 'jsonl=stop.jsonl'],
    });
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    const stop = readEvents(join(kept.dir, 'stop.jsonl'));
    const left = await runInline(
      documentOf([
        ['bash run id=a', 'true'],
        ['bash run id=b', '[[ -e ok ]]'],
      ]),
    );
    const [began] = left.events;
    if (began?.type !== 'run-start') throw new Error(left.stderr);
    await runInline('', {
      command: 'resume',
      name: null,
      place: left.place,
      args: [began.run, '--report', 'jsonl=resumed.jsonl'],
    });
    const resumed = readEvents(join(left.dir, 'resumed.jsonl'));
    const died = await runInline(
      documentOf([
        [
          'bash run background ready=log:/up/',
          'echo $$ >pid; echo up; until [[ -e go ]]; do sleep 0.05; done; exit 3',
        ],
        ['bash run', 'touch go; while [[ -e /proc/$(cat pid) ]]; do sleep 0.05; done'],
      ]),
    );
    const all = [...first.events, ...died.events, ...kept.events, ...stop, ...resumed];
    expect(complaintsOf(all)).toEqual([]);
    const seen = new Set<string>(all.map(({ type }) => type));
    const described = Object.keys(schema.$defs).flatMap((name) => name.split('event:')[1] ?? []);
    // What only a person or a signal brings about.
    expect(described.filter((type) => !seen.has(type))).toEqual(['interrupted', 'notice']);
  }, 120_000);
});
