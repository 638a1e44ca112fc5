import type { ParamSpec, Runbook, Step } from '../../model/types.ts';
import type { SelectedSteps } from '../../plan/selection.ts';
import { HELPERS, type HelperName } from './helpers.ts';
import { comment, listVariables, quote } from './words.ts';
import { writeStep } from './write-step.ts';

/**
 * A document as one script that stands by itself: its steps in the order of a run, with the same
 * checks of exit codes. Expectations of what is printed are named where they would be checked.
 *
 * @param selected what a run would execute
 */
export function renderScript(runbook: Runbook, selected: SelectedSteps): string {
  const { document, config } = runbook;
  const variables = listVariables(runbook);
  const write = (step: Step): string[] => writeStep(step, document.file, variables);
  const main = selected.steps.flatMap(write);
  const cleanup = selected.cleanup.flatMap(write);
  const left = [...selected.diagnose, ...selected.rollback];
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
    ...(selected.scenario === undefined
      ? []
      : [comment(`Of its scenarios, it is ${selected.scenario}.`)]),
    '# Exit codes are checked; outputs, durations and time limits are not.',
    ...left.map(({ id, role, fence }) =>
      comment(`Left out: the ${role} step ${id} (${document.file}:${fence.line}).`),
    ),
    '# What one block of a document sets, another one may use.',
    '# shellcheck disable=SC2034,SC2154,SC2234,SC2317,SC2329',
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

function writeParam({ env, default: value, secret, description, type, name }: ParamSpec): string[] {
  const what = description ?? name;
  const about = [comment(`${name}: ${what}${secret ? ' (secret)' : ''}`)];
  if (type === 'port' && value === 'free')
    return [...about, `: "\${${env}:=$((20000 + RANDOM))}"`, `export ${env}`];
  if (value === undefined)
    return [...about, `: "\${${env}:?${what.replace(/[^\w ,.-]/g, '')}}"`, `export ${env}`];
  return [
    ...about,
    `${env}="\${${env}-}"`,
    `[[ -n $${env} ]] || ${env}=${quote(value)}`,
    `export ${env}`,
  ];
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
