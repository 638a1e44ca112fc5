import { splitOffset } from '../document/body-position.ts';
import { loadLibrary } from '../libraries/load.ts';
import { yaml } from '../libraries/yaml.ts';
import { findJsonFault } from './json-fault.ts';
import { isPlainYaml } from './plain-yaml.ts';
import { describeYamlError } from './yaml-place.ts';

/** Broken syntax in a file's content. */
export interface SyntaxFault {
  /** From 0. */
  readonly bodyLine: number;
  /** UTF-16 code units from the beginning of the line. */
  readonly index: number;
  readonly reason: string;
}

type Check = (body: string) => SyntaxFault | undefined;

const CHECKS: Readonly<Record<string, { readonly name: string; readonly check: Check }>> = {
  json: { name: 'JSON', check: checkJson },
  yaml: { name: 'YAML', check: checkYaml },
  yml: { name: 'YAML', check: checkYaml },
  toml: { name: 'TOML', check: checkToml },
  ini: { name: 'INI', check: checkIni },
};

/** Whether the syntax of a language is known, so that {@link checkSyntax} can find a fault in it. */
export function hasKnownSyntax(lang: string): boolean {
  return Object.hasOwn(CHECKS, lang.toLowerCase());
}

/**
 * Parses the content of a file in a language whose syntax is known.
 *
 * @returns the first fault and the name of the syntax; `undefined` when there is none to be found
 */
export function checkSyntax(
  lang: string,
  body: string,
): (SyntaxFault & { readonly syntax: string }) | undefined {
  const known = hasKnownSyntax(lang) ? CHECKS[lang.toLowerCase()] : undefined;
  const fault = known?.check(body);
  return known && fault ? { ...fault, syntax: known.name } : undefined;
}

function checkJson(body: string): SyntaxFault | undefined {
  const fault = findJsonFault(body);
  return fault && { ...splitOffset(body, fault.offset), reason: fault.reason };
}

function checkYaml(body: string): SyntaxFault | undefined {
  if (isPlainYaml(body)) return undefined;
  const lineCounter = new (yaml().LineCounter)();
  const parsed = yaml().parseAllDocuments(body, { lineCounter, prettyErrors: false });
  const error = [...parsed].flatMap((document) => document.errors)[0];
  if (error === undefined) return undefined;
  const { line, col } = lineCounter.linePos(error.pos[0]);
  const reason = describeYamlError(error, body);
  return { bodyLine: Math.max(line, 1) - 1, index: Math.max(col, 1) - 1, reason };
}

function checkToml(body: string): SyntaxFault | undefined {
  const toml = loadLibrary('smol-toml');
  try {
    toml.parse(body);
    return undefined;
  } catch (error) {
    if (!(error instanceof toml.TomlError)) throw error;
    // The message goes on with an excerpt of the text.
    const reason = error.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return { bodyLine: error.line - 1, index: error.column - 1, reason };
  }
}

/** Dialects differ in everything but this: a section is closed, and a value has a key. */
function checkIni(body: string): SyntaxFault | undefined {
  for (const [bodyLine, line] of body.split('\n').entries()) {
    const index = line.length - line.trimStart().length;
    if (/^\s*\[[^\]]*$/.test(line)) return { bodyLine, index, reason: 'the section is not closed' };
    if (/^\s*=/.test(line)) return { bodyLine, index, reason: 'a value without a key' };
  }
  return undefined;
}
