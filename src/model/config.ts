import type { MarkdownDocument } from '../document/types.ts';
import type { ReadFrontMatter } from './front-matter.ts';
import { buildMaskPatterns } from './mask-patterns.ts';
import { findOwner, isReadOnlyVariable, NAME_PATTERN } from './names.ts';
import { describeType, isValidValue } from './param-types.ts';
import type { Complaint, ProblemLog } from './problems.ts';
import type { RawParam } from './raw-config.ts';
import { buildScenarios } from './scenarios.ts';
import type { ParamSpec, RunbookConfig, TestConfig } from './types.ts';
import { buildTypes } from './user-types.ts';
import type { Place } from './yaml-place.ts';

const DEFAULT_TIMEOUT_MS = 600_000;
const DEFAULT_MAX_OUTPUT = 1024 ** 3;

/** Turns the front matter into settings, and logs what does not hold together in it. */
export function buildConfig(
  document: MarkdownDocument,
  frontMatter: ReadFrontMatter,
  log: ProblemLog,
): RunbookConfig {
  const { config, yaml } = frontMatter;
  const complain = (place: Place | undefined, complaint: Complaint): void => {
    if (place) log.errorAt(place.position, place.text.length, complaint);
  };
  const checkVariables = (variables: Readonly<Record<string, string>>, path: string[]): void => {
    for (const name of Object.keys(variables)) {
      const place = yaml?.findKey(['runbook', ...path, name]);
      const complaint = refuseVariable(name);
      if (complaint) complain(place, complaint);
    }
  };
  checkVariables(config.env ?? {}, ['env']);
  checkVariables(config.test?.env ?? {}, ['test', 'env']);
  const params = Object.entries(config.params ?? {}).map(([name, raw]) =>
    buildParam(name, raw, yaml?.findKey(['runbook', 'params', name]).position.line ?? 1),
  );
  const taken = new Map(Object.keys(config.env ?? {}).map((name) => [name, `\`env.${name}\``]));
  for (const param of params) {
    const place = yaml?.findKey(['runbook', 'params', param.name]);
    for (const complaint of checkParam(param, taken)) complain(place, complaint);
    taken.set(param.name, `param \`${param.name}\``).set(param.env, `param \`${param.name}\``);
  }
  return {
    timeoutMs: config.timeout ?? DEFAULT_TIMEOUT_MS,
    shell: config.shell ?? 'bash',
    ...(config.workdir === undefined ? {} : { workdir: config.workdir }),
    env: config.env ?? {},
    mask: buildMaskPatterns(frontMatter, log),
    maxOutputBytes: config['max-output'] ?? DEFAULT_MAX_OUTPUT,
    params,
    types: buildTypes(frontMatter, log),
    allowPaths: config['allow-paths'] ?? [],
    scenarios: buildScenarios(frontMatter, document, log),
    test: buildTest(config.test ?? {}),
    written: config,
  };
}

function buildTest(test: NonNullable<ReadFrontMatter['config']['test']>): TestConfig {
  const expectFail = test['expect-fail'];
  return {
    ...(test.skip === undefined ? {} : { skip: test.skip }),
    ...(test.env === undefined ? {} : { env: test.env }),
    ...(expectFail === undefined ? {} : { expectFail }),
  };
}

function buildParam(name: string, raw: RawParam, line: number): ParamSpec {
  return {
    name,
    type: raw.type,
    ...(raw.values === undefined ? {} : { values: raw.values }),
    ...(raw.default === undefined ? {} : { default: raw.default }),
    ...(raw.description === undefined ? {} : { description: raw.description }),
    secret: raw.secret,
    env: raw.env ?? name.toUpperCase(),
    required: raw.required ?? raw.default === undefined,
    line,
  };
}

function checkParam(param: ParamSpec, taken: ReadonlyMap<string, string>): readonly Complaint[] {
  const { name, type, env } = param;
  if (!NAME_PATTERN.test(name)) {
    const message = `\`${name}\` cannot be the name of a param`;
    return [{ rule: 'bad-name', message, hint: 'use letters, digits and `_`, no digit first' }];
  }
  const complaints: Complaint[] = [...checkNames(name, env, taken)];
  if ((type === 'enum') !== (param.values !== undefined)) {
    const message =
      type === 'enum'
        ? `param \`${name}\` is an \`enum\` without \`values\``
        : `param \`${name}\` has \`values\`, but its type is \`${type}\``;
    complaints.push({ rule: 'bad-value', message, hint: 'write `type: enum, values: [a, b]`' });
  } else if (param.default !== undefined && !isValidValue(param, param.default)) {
    const message = `the default of param \`${name}\` must be ${describeType(param)}, not \`${param.default}\``;
    complaints.push({ rule: 'bad-value', message });
  }
  return complaints;
}

function checkNames(
  name: string,
  env: string,
  taken: ReadonlyMap<string, string>,
): readonly Complaint[] {
  if (!NAME_PATTERN.test(env)) {
    const message = `param \`${name}\`: \`${env}\` cannot be the name of an environment variable`;
    return [{ rule: 'bad-name', message, hint: 'use letters, digits and `_`, no digit first' }];
  }
  const owner = findOwner(env);
  if (owner !== undefined) {
    const message = `param \`${name}\` would be exported as \`${env}\`, which belongs to ${owner}`;
    return [{ rule: 'name-collision', message, hint: 'give it another name, or another `env:`' }];
  }
  const other = taken.get(env) ?? taken.get(name);
  if (other === undefined) return [];
  const message = `param \`${name}\` (exported as \`${env}\`) collides with ${other}`;
  return [{ rule: 'name-collision', message, hint: 'give it another name, or another `env:`' }];
}

/** What is wrong with setting this variable for the steps; `undefined` when nothing is. */
export function refuseVariable(name: string): Complaint | undefined {
  if (!NAME_PATTERN.test(name)) {
    const message = `\`${name}\` cannot be the name of an environment variable`;
    return { rule: 'bad-name', message, hint: 'use letters, digits and `_`, no digit first' };
  }
  if (!isReadOnlyVariable(name)) return undefined;
  const message = `\`${name}\` cannot be set: the shell keeps it read-only`;
  return { rule: 'name-collision', message };
}
