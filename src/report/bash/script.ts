import { isAside } from '../../model/roles.ts';
import { findScenarios } from '../../model/scenarios.ts';
import type { ParamSpec, Runbook, Step } from '../../model/types.ts';
import { HELPERS, type HelperName } from './helpers.ts';
import { comment, listVariables, quote } from './words.ts';
import { writeStep } from './write-step.ts';

/**
 * A document as one script that stands by itself: its steps in the order of a run, with the same
 * checks of exit codes. Expectations of what is printed are named where they would be checked.
 *
 * @param wanted the scenario whose sections it has; the first one of the document when it is absent
 */
export function renderScript(runbook: Runbook, wanted?: string): string {
  const { document, config } = runbook;
  const scenario = wanted ?? config.scenarios[0]?.name;
  const steps = runbook.steps.filter(({ heading }) => {
    const names = findScenarios(config.scenarios, heading);
    return scenario === undefined || names === null || names.includes(scenario);
  });
  const listOf = (role: Step['role']): Step[] => steps.filter((step) => step.role === role);
  const ordinary = steps.filter(({ role }) => role !== 'require' && !isAside(role));
  const variables = listVariables(runbook);
  const write = (step: Step): string[] => writeStep(step, document.file, variables);
  const main = [...listOf('require'), ...ordinary].flatMap(write);
  const cleanup = listOf('cleanup').reverse().flatMap(write);
  const left = [...listOf('diagnose'), ...listOf('rollback')];
  const body = [
    ...config.params.flatMap(writeParam),
    ...Object.entries(config.env).map(([name, value]) => `export ${name}=${quote(value)}`),
    ...(config.workdir === undefined
      ? []
      : [`mkdir -p ${quote(config.workdir)}`, `cd ${quote(config.workdir)}`]),
    '',
    ...main,
  ];
  const ending = ['cleanup() {', ...(cleanup.length === 0 ? [':'] : cleanup), '}', ''];
  const used = [...body, ...ending].join('\n');
  return [
    '#!/usr/bin/env bash',
    comment(`${runbook.title}: made from ${document.file} by \`runbook export --to bash\`.`),
    ...(scenario === undefined ? [] : [comment(`Of its scenarios, it is ${scenario}.`)]),
    '# Exit codes and the status of requests are checked; outputs, durations and time limits are not.',
    ...left.map(({ id, role, fence }) =>
      comment(`Left out: the ${role} step ${id} (${document.file}:${fence.line}).`),
    ),
    '# What one block of a document sets, another one may use.',
    '# shellcheck disable=SC2034,SC2154,SC2233,SC2234,SC2235,SC2317,SC2329',
    'set -eE -o pipefail',
    'exec </dev/null',
    'step=start',
    'failed=0',
    'scratch="$(mktemp -d)"',
    '',
    ...pickHelpers(used),
    ...ending,
    HELPERS.finish,
    'trap finish EXIT',
    '',
    ...body,
    // It is what the trap ends with.
    'step=',
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function writeParam(param: ParamSpec): string[] {
  const { env, default: value, secret, description, type, name, required } = param;
  const what = description ?? name;
  const kind = [
    ...(secret ? ['secret'] : []),
    ...(required || value !== undefined ? [] : ['optional']),
  ];
  const about = comment(`${name}: ${what}${kind.length === 0 ? '' : ` (${kind.join(', ')})`}`);
  if (type === 'port' && value === 'free')
    return [about, `: "\${${env}:=$((20000 + RANDOM))}"`, `export ${env}`];
  if (value !== undefined)
    return [about, `[[ -n \${${env}-} ]] || ${env}=${quote(value)}`, `export ${env}`];
  if (!required) return [about];
  // What would end the word, or be replaced in it.
  const message = what.replace(/[\\"$`{}]/g, '');
  return [about, `: "\${${env}:?${message}}"`, `export ${env}`];
}

/** Those functions that the script calls. */
function pickHelpers(used: string): string[] {
  const names = Object.keys(HELPERS) as HelperName[];
  const needs = (name: HelperName): boolean =>
    name !== 'finish' &&
    (name === 'background'
      ? /^started /m.test(used)
      : new RegExp(`(?:^|\\s)${name} `, 'm').test(used));
  return names.filter(needs).map((name) => HELPERS[name]);
}
