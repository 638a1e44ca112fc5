import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { yaml } from '../libraries/yaml.ts';
import { UsageError } from './usage-error.ts';

/** Values of params from a file. */
export interface ParamsFile {
  /** As the user gave it. */
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads a YAML or JSON file that maps names of params to values.
 *
 * @throws {@link UsageError} when it cannot be read or holds anything else.
 */
export async function readParamsFile(path: string, cwd: string): Promise<ParamsFile> {
  const text = readInput(path, cwd, '--params');
  const { parseDocument } = yaml();
  // The `failsafe` schema keeps every scalar as it is written: `08` stays `08`.
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true });
  const error = document.errors[0];
  // The message's first line has the place; the lines after it quote the file, secrets included.
  if (error) throw new UsageError(`--params ${path}: ${error.message.split('\n')[0]}`);
  const content: unknown = document.toJS() ?? {};
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`--params ${path}: is not a mapping of names to values`, [
      'write one `name: value` on each line',
    ]);
  }
  return { name: path, values: new Map(readValues(path, content)) };
}

/**
 * Reads a file named on the command line, relative to `cwd`.
 *
 * @throws {@link UsageError} naming the option.
 */
export function readInput(path: string, cwd: string, option: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`${option} ${path}: ${why}`);
  }
}

function* readValues(path: string, content: object): Generator<[string, string]> {
  for (const [name, value] of Object.entries(content)) {
    if (typeof value !== 'string') {
      throw new UsageError(`--params ${path}: the value of \`${name}\` is not a single value`);
    }
    yield [name, value];
  }
}
