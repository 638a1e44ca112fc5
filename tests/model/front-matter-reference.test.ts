import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeFrontMatter } from '../../src/model/front-matter-reference.ts';
import { PARAM_TYPES } from '../../src/model/param-types.ts';
import { ROOT } from '../helpers/paths.ts';
import { errorsOf } from './problems-of.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const SCHEMA = read('docs/front-matter.schema.json');
const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
  JSON.parse(SCHEMA),
);

/** What an editor says of a front matter, whose YAML has numbers, booleans and null. */
const isRightForEditors = (yaml: string): boolean => validate(parse(yaml)) === true;
const isRightForUs = (yaml: string): boolean => errorsOf(`---\n${yaml}\n---\n\n# A\n`) === '';

const RIGHT = [
  'title: A',
  'title: 7',
  'layout: page\ntags: [a, b]',
  'runbook:',
  'runbook: {}',
  'runbook: {timeout: 90s}',
  'runbook: {timeout: 0.5h}',
  'runbook: {shell: /bin/bash, workdir: ./site}',
  'runbook: {workdir: 2026}',
  'runbook: {env: {N: 1.10, E: "", B: true, LC_ALL: C}}',
  "runbook: {mask: ['ghp_\\w+', 7]}",
  'runbook: {max-output: 64MiB}',
  'runbook: {max-output: 1.5 GB}',
  'runbook: {types: {pod: "[a-z]+"}}',
  'runbook: {allow-paths: [/etc]}',
  'runbook: {scenarios: {dev: [a]}}',
  'runbook: {test: {skip: needs root, env: {A: b}}}',
  'runbook: {params: {a: {}}}',
  'runbook: {params: {a: {secret: true, required: false, env: A_KEY, description: text}}}',
  'runbook: {params: {a: {secret: "true"}}}',
  'runbook: {params: {a: {type: enum, values: [dev, 1], default: dev}}}',
  'runbook: {params: {a: {type: port, default: 8080}}}',
  'runbook: {params: {a: {type: port, default: "08080"}}}',
  'runbook: {params: {a: {type: bool, default: true}}}',
];

const WRONG = [
  'runbook: [a]',
  'runbook: text',
  'runbook: {timeot: 10s}',
  'runbook: {timeout: 10 minutes}',
  'runbook: {timeout: 10}',
  'runbook: {timeout: 0s}',
  'runbook: {timeout: 0.0ms}',
  'runbook: {shell: [bash]}',
  'runbook: {shell: ""}',
  'runbook: {workdir: }',
  'runbook: {workdir: ~}',
  'runbook: {env: a}',
  'runbook: {env: {A-B: x}}',
  'runbook: {env: {UID: 5}}',
  'runbook: {env: {A: [b]}}',
  'runbook: {mask: []}',
  'runbook: {mask: a}',
  'runbook: {max-output: 5}',
  'runbook: {max-output: 0 MB}',
  'runbook: {max-output: 5iB}',
  'runbook: {types: {1a: x}}',
  'runbook: {types: {a: ""}}',
  'runbook: {allow-paths: [etc]}',
  'runbook: {allow-paths: /etc}',
  'runbook: {scenarios: {}}',
  'runbook: {scenarios: {a: []}}',
  'runbook: {scenarios: {a: b}}',
  'runbook: {scenarios: {a b: [a]}}',
  'runbook: {test: []}',
  'runbook: {test: {expectfail: a}}',
  'runbook: {test: {env: {PPID: 1}}}',
  'runbook: {params: {my-port: {}}}',
  'runbook: {params: {a: 8000}}',
  'runbook: {params: {a: }}',
  'runbook: {params: {a: {type: prot}}}',
  'runbook: {params: {a: {secret: yes}}}',
  'runbook: {params: {a: {defalt: 1}}}',
  'runbook: {params: {a: {default: null}}}',
  'runbook: {params: {a: {env: 1A}}}',
  'runbook: {params: {a: {type: enum}}}',
  'runbook: {params: {a: {type: enum, values: []}}}',
  'runbook: {params: {a: {values: [x]}}}',
];

describe('docs/front-matter.schema.json', () => {
  it('is what `node scripts/generate-docs.js` writes', () => {
    expect(SCHEMA).toBe(describeFrontMatter(read('docs/format.md')));
  });

  it('has words for each key, which an editor shows', () => {
    const silent: string[] = [];
    const look = (schema: Record<string, unknown>, path: string): void => {
      const properties = (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>;
      for (const [name, value] of Object.entries(properties)) {
        if (typeof value['description'] !== 'string') silent.push(`${path}.${name}`);
        look(value, `${path}.${name}`);
      }
      const inner = [schema['anyOf'], schema['additionalProperties']].flat();
      for (const one of inner) if (one) look(one as Record<string, unknown>, path);
    };
    look(JSON.parse(SCHEMA), '');
    expect(silent).toEqual([]);
    expect(SCHEMA).toContain('what one attempt of a step may print before it is stopped');
  });

  it.each(RIGHT)('takes what the program takes: %s', (yaml) => {
    expect([isRightForUs(yaml), isRightForEditors(yaml)]).toEqual([true, true]);
  });

  it.each(WRONG)('refuses what the program refuses: %s', (yaml) => {
    expect([isRightForUs(yaml), isRightForEditors(yaml)]).toEqual([false, false]);
  });

  // Not `1e3`: for an editor it is a whole number, and for the program a text with an `e` in it.
  const texts = ['1', '-7', '1.5', '.5', 'true', 'false', 'free', '0', '80', '65536', '"0"']
    .concat([
      '10s',
      '1.5m',
      '5 s',
      'a',
      '""',
      '/a',
      'http://a.example/',
      'mailto:a',
      '"8080"',
      '[a]',
    ])
    .concat(['null', '~', '"1e3"', '"true"', 'yes', '{}', "'a b'", '99999', '"65535"']);

  it('judges params as the program does, whatever their types and defaults', () => {
    const param = fc.record(
      {
        type: fc.constantFrom(...PARAM_TYPES, 'prot'),
        default: fc.constantFrom(...texts),
        values: fc.constantFrom('[a, "80"]', '[]', 'a'),
        secret: fc.constantFrom('true', 'false', 'yes', '"true"', '1'),
        required: fc.constantFrom('true', 'no'),
        description: fc.constantFrom(...texts),
        env: fc.constantFrom('A_B', 'a', '1A', '""', 'A-B'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(param, (fields) => {
        // Which of the values an `enum` has is beyond a schema.
        fc.pre(fields.type !== 'enum' || fields.default === undefined);
        const inner = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
        const yaml = `runbook:\n  params:\n    p: {${inner.join(', ')}}`;
        expect(isRightForEditors(yaml), `${yaml}\n${errorsOf(`---\n${yaml}\n---\n`)}`).toBe(
          isRightForUs(yaml),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('judges settings as the program does', () => {
    const setting = fc.tuple(
      fc.constantFrom('timeout', 'shell', 'workdir', 'max-output', 'env', 'mask', 'types', 'tset'),
      fc.constantFrom(...texts, '{A: 1}', '{a_b: x}', '{A-B: x}', '[a, b]', '[1]', '10MB', '0kB'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(setting, { selector: ([key]) => key }), (settings) => {
        const lines = settings.map(([key, value]) => `  ${key}: ${value}`);
        const yaml = ['runbook:', ...lines].join('\n');
        expect(isRightForEditors(yaml), `${yaml}\n${errorsOf(`---\n${yaml}\n---\n`)}`).toBe(
          isRightForUs(yaml),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
