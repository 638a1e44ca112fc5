import { ATTRIBUTE_RULES } from './attribute-rules.ts';
import { DOCUMENT_RULES } from './document-rules.ts';
import { EXPECTATION_RULES } from './expectation-rules.ts';
import { FRONT_MATTER_RULES } from './front-matter-rules.ts';
import { NAME_RULES } from './name-rules.ts';
import { PATTERN_RULES } from './pattern-rules.ts';
import { RULES } from './registry.ts';
import { STEP_RULES } from './step-rules.ts';
import type { RuleSpec, RuleTable } from './types.ts';

const INTRODUCTION = `<!-- Written by \`node scripts/generate-docs.js\` from src/rules/. -->

# The rules

Everything that [\`runbook check\`](cli.md) can find. An error ends it with exit code 1, a warning does so with \`--strict\`. Errors
of steps, expectations and front matter stop every other command as well, before anything runs; the rules about the
document are those of \`check\` alone. \`--fix\` mends what can be mended without asking.
`;

const GROUPS: readonly (readonly [title: string, rules: RuleTable<string>])[] = [
  ['Steps', STEP_RULES],
  ['Attributes', ATTRIBUTE_RULES],
  ['Expectations', EXPECTATION_RULES],
  ['Holes, suffixes and expressions', PATTERN_RULES],
  ['Captures and references', NAME_RULES],
  ['Front matter', FRONT_MATTER_RULES],
  ['The document', DOCUMENT_RULES],
];

/** The text of `docs/rules.md`. */
export function describeRules(): string {
  return [INTRODUCTION, ...GROUPS.map(describeGroup)].join('\n');
}

function describeGroup([title, rules]: readonly [string, RuleTable<string>]): string {
  const entries = Object.entries(rules);
  const rows = entries.map(([id, { severities, summary, fix }]) => {
    const cells = [`[\`${id}\`](#${id})`, summary, severities.join(', '), fix ? 'yes' : ''];
    return `| ${cells.join(' | ')} |\n`;
  });
  const head = '| Rule | Finds | Severity | `--fix` |\n| --- | --- | --- | --- |\n';
  return [`## ${title}\n`, head + rows.join(''), ...entries.map(describeRule)].join('\n');
}

/** A rule by its id; `undefined` for what is none. */
export function findRule(id: string): RuleSpec | undefined {
  const rules: Readonly<Record<string, RuleSpec>> = RULES;
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}

/** The part of the page about one rule, in Markdown. */
export function describeRule([id, { why, wrong, right, fix }]: readonly [
  string,
  RuleSpec,
]): string {
  const mended = fix === undefined ? '' : ` \`--fix\` ${fix}.`;
  return [
    `### ${id}\n`,
    `${why}${mended}\n`,
    'Wrong:\n',
    quote(wrong),
    'Right:\n',
    quote(right),
  ].join('\n');
}

/** Examples of documents are inert, and no keys: this page is checked like any other. */
function quote(document: string): string {
  const shown = document.replace(/\bghp_\w+/, 'ghp_…').replace('\uFFFD', '\\xff');
  return `\`\`\`\`markdown no-check\n${shown}\`\`\`\`\n`;
}
