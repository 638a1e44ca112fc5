import { TOPICS } from '../../help/topics.ts';
import { UsageError } from '../../plan/usage-error.ts';
import type { Paint } from '../../report/paint.ts';
import { COMMANDS, isCommand } from '../commands.ts';
import { describeCommand, describeProgram, describeTopics } from '../help.ts';
import type { Command } from '../program.ts';

/** `runbook help [TOPIC]`. */
export const helpCommand: Command = async ({ operands }, terminal) => {
  terminal.write(await explain(operands[0], terminal.paint));
  return 0;
};

async function explain(name: string | undefined, paint: Paint): Promise<string> {
  if (name === undefined) return `${describeProgram()}\n${describeTopics()}`;
  if (isCommand(name)) return describeCommand(name);
  const text = await findText(name);
  const { renderPage } = await import('../../help/render-page.ts');
  return renderPage(text, paint);
}

/** The page of a topic or a rule, in Markdown. */
async function findText(name: string): Promise<string> {
  if (Object.hasOwn(TOPICS, name)) {
    const { TOPIC_TEXTS } = await import('../../help/topic-texts.ts');
    const text = TOPIC_TEXTS[name];
    if (text === undefined) throw new Error('this build of the program has no texts of topics');
    return text;
  }
  const { describeRule, findRule } = await import('../../rules/reference.ts');
  const rule = findRule(name);
  if (rule === undefined) throw await refuseTopic(name);
  return describeRule([name, rule]);
}

async function refuseTopic(name: string): Promise<UsageError> {
  const { nearestName } = await import('../../model/nearest.ts');
  const { RULES } = await import('../../rules/registry.ts');
  const known = [...Object.keys(TOPICS), ...Object.keys(COMMANDS), ...Object.keys(RULES)];
  const nearest = nearestName(name, known);
  return new UsageError(`there is no topic, command or rule \`${name}\``, [
    ...(nearest === undefined ? [] : [`did you mean \`runbook help ${nearest}\`?`]),
    '`runbook help` lists the topics',
  ]);
}
