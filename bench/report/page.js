import { readFileSync } from 'node:fs';
import { REPEAT_LIMIT_MS, TIME_LIMIT_MS } from '../measure/time-limits.js';

const TEMPLATE = new URL('template.md', import.meta.url);

/** The page: prose by hand with places for figures. A place whose measurement was not run says so. */
export function describePage(outcome) {
  const byName = new Map(
    [...outcome.sections].map(([{ name }, section]) => [name, describeTables(section)]),
  );
  const places = new Map([
    ...byName,
    ['about', describeRun(outcome)],
    ['targets', describeLimits(collectLimits(outcome))],
    ['tools', describeTools(outcome)],
    ['repeat-limit', `${REPEAT_LIMIT_MS / 1_000} s`],
    ['time-limit', `${TIME_LIMIT_MS / 1_000} s`],
  ]);
  return readFileSync(TEMPLATE, 'utf8').replaceAll(
    /<!-- bench: (\S+) -->/g,
    (_, name) => places.get(name) ?? 'Not measured in this run.',
  );
}

/** What was measured, for a terminal. */
export function describeSections(outcome) {
  const tables = [...outcome.sections].map(
    ([{ name, summary }, section]) => `## ${name}: ${summary}\n\n${describeTables(section)}`,
  );
  const limits = collectLimits(outcome);
  const targets = limits.length === 0 ? [] : [`## targets\n\n${describeLimits(limits)}`];
  return `${[describeRun(outcome), describeTools(outcome), ...tables, ...targets].join('\n\n')}\n`;
}

/** The targets of all measurements, in the order of the page. */
export const collectLimits = ({ sections }) =>
  [...sections.values()].flatMap(({ limits }) => limits);

function describeRun({ machine, minutes, isQuick, ours }) {
  const glance = isQuick ? ' It was a glance: few rounds and small documents.' : '';
  return `Measured on ${machine.date} in one run of ${minutes.toFixed(0)} minutes, with ${ours.name} ${ours.version}: ${machine.text}.${glance}`;
}

function describeTools({ hasPeers, ours, found, missing }) {
  if (!hasPeers) return 'Peers were left out of this run.';
  return describeTable({
    head: ['', 'version', 'written for', 'what it does with a step'],
    rows: [
      ...[ours, ...found].map((tool) => [tool.name, tool.version, tool.language, tool.checks]),
      ...missing.map((tool) => [tool.name, 'absent', tool.language, tool.reason]),
    ],
  });
}

function describeLimits(limits) {
  const verdicts = new Map([
    [true, 'kept'],
    [false, '**not kept**'],
  ]);
  return describeTable({
    head: ['target', 'measured', 'to be', ''],
    rows: limits.map(({ what, figure, target, isKept }) => [
      what,
      figure,
      target,
      verdicts.get(isKept) ?? 'not measured',
    ]),
  });
}

function describeTables({ rounds, tables }) {
  return [`Medians of ${rounds}.`, ...tables.map(describeTable)].join('\n\n');
}

function describeTable({ head, rows }) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
