import type { Runbook } from '../../model/types.ts';

/** Variables of the script by the names that the document has for them. */
export type Variables = ReadonlyMap<string, string>;

/** Params are in the variables that they are exported as, captures in their own. */
export function listVariables({ config, steps }: Runbook): Variables {
  const captures = steps.flatMap(({ capture, expectations }) => [
    ...(capture === undefined ? [] : [capture]),
    ...expectations.flatMap(({ compiled }) => compiled.captures.map(({ name }) => name)),
  ]);
  return new Map([
    ...captures.map((name) => [name, name] as const),
    ...config.params.map(({ name, env }) => [name, env] as const),
  ]);
}

/** A text as one word, to the letter. */
export function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as one word in which `${name}` stands for a value. */
export function fill(text: string, variables: Variables): string {
  if (!text.includes('${')) return quote(text);
  return `"${fillBody(text, variables).replaceAll('"', '\\"')}"`;
}

/** A text for a here-document in which `${name}` stands for a value. */
export function fillBody(text: string, variables: Variables): string {
  return text.replace(/\$\{(\w+)\}|[\\$`]/g, (whole, name: string | undefined) => {
    const variable = name === undefined ? undefined : variables.get(name);
    if (variable !== undefined) return `\${${variable}}`;
    return whole.replace(/[\\$`]/g, '\\$&');
  });
}

/** The lines of a here-document for a command that has `<<MARK` as `%`. */
export function hereDocument(command: string, body: string, isFilled = false): string[] {
  const lines = body === '' ? [] : body.replace(/\n$/, '').split('\n');
  let mark = 'END';
  while (lines.includes(mark)) mark += '_';
  return [command.replace('%', isFilled ? `<<${mark}` : `<<'${mark}'`), ...lines, mark];
}

/** A comment of one line. */
export function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`;
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return String(ms / 1000);
}
