import { renderPage } from '../../help/render-page.ts';
import { TOPIC_TEXTS } from '../../help/topic-texts.ts';
import { TOPICS } from '../../help/topics.ts';
import { nearestName } from '../../model/nearest.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { describeRule } from '../../rules/reference.ts';
import { RULES } from '../../rules/registry.ts';
import type { RuleSpec } from '../../rules/types.ts';
import { COMMANDS, isCommand } from '../commands.ts';
import { describeCommand, describeProgram, describeTopics } from '../help.ts';
import type { Command } from '../program.ts';

/** `runbook help [TOPIC]`. */
export const helpCommand: Command = async ({ operands }, terminal) => {
  terminal.write(explain(operands[0], terminal.paint));
  return 0;
};

function explain(name: string | undefined, paint: Parameters<typeof renderPage>[1]): string {
  if (name === undefined) return `${describeProgram()}\n${describeTopics()}`;
  if (isCommand(name)) return describeCommand(name);
  const text = Object.hasOwn(TOPICS, name) ? TOPIC_TEXTS[name] : undefined;
  if (text !== undefined) return renderPage(text, paint);
  const rules: Readonly<Record<string, RuleSpec>> = RULES;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule !== undefined) return renderPage(describeRule([name, rule]), paint);
  throw unknownTopic(name);
}

function unknownTopic(name: string): UsageError {
  const known = [...Object.keys(TOPICS), ...Object.keys(COMMANDS), ...Object.keys(RULES)];
  const nearest = nearestName(name, known);
  return new UsageError(`there is no topic, command or rule \`${name}\``, [
    ...(nearest === undefined ? [] : [`did you mean \`runbook help ${nearest}\`?`]),
    '`runbook help` lists the topics',
  ]);
}
