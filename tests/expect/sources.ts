import type { Fence } from '../../src/document/types.ts';
import { compileExpectation } from '../../src/expect/registry.ts';
import type { HoleType } from '../../src/expect/text/hole-types.ts';
import { defineType } from '../../src/expect/text/user-types.ts';
import type {
  CompileResult,
  ExitStatus,
  ExpectationResult,
  ExpectationSource,
  OutputView,
  ResponseHead,
  Subject,
  Surroundings,
} from '../../src/expect/types.ts';

/** An expectation fence of `guide.md` whose opening marker is in line 10. */
export function createSource(
  info: string,
  lines: readonly string[],
  ownTypes: Readonly<Record<string, string>> = {},
): ExpectationSource {
  const [lang = '', ...words] = info.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? [];
  const body = lines.map((line) => `${line}\n`).join('');
  const fence: Fence = {
    info,
    position: { line: 10, column: 4 },
    body,
    line: 10,
    endLine: 11 + lines.length,
    heading: null,
    container: null,
  };
  const kind = lang === 'output' || lang === 'stdout' || lang === 'stderr' || lang === 'assert';
  const attributes = new Map<string, string | true>();
  for (const word of words.filter((other) => other !== 'expect')) {
    const [, name = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    attributes.set(name, value?.replace(/^(["'])(.*)\1$/s, '$2') ?? true);
  }
  const common = { file: 'guide.md', fence, lang, attributes, types: createTypes(ownTypes) };
  return { ...common, kind: kind ? lang : 'expect' };
}

function createTypes(expressions: Readonly<Record<string, string>>): Map<string, HoleType> {
  return new Map(
    Object.entries(expressions).map(([name, expression]) => {
      const defined = defineType(name, expression);
      if (!defined.ok) throw new Error(defined.message);
      return [name, defined.type];
    }),
  );
}

/** A stream that is given in one or more chunks. */
export function createView(...chunks: readonly (string | Uint8Array)[]): OutputView {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return { size: bytes.reduce((sum, { length }) => sum + length, 0), chunks: () => bytes };
}

export interface Printed {
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string | Uint8Array;
  readonly output?: string | Uint8Array;
  readonly exit?: ExitStatus;
  readonly durationMs?: number;
  readonly scope?: Readonly<Record<string, string>>;
  /** The head of a response, of which `stdout` is the body. */
  readonly response?: ResponseHead;
  /** The document's own types. */
  readonly types?: Readonly<Record<string, string>>;
  /** Contents of files by the path that an expectation names them by. */
  readonly files?: Readonly<Record<string, string>>;
  /** Statuses by method and URL. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Values of which the scope has the mask. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Ports that accept connections. */
  readonly ports?: readonly number[];
}

/** A host that has what the test says. */
export function createSurroundings(printed: Printed): Surroundings {
  return {
    async readFile(path) {
      const text = printed.files?.[path];
      return text === undefined
        ? { ok: false, message: 'does not exist', absent: true }
        : { ok: true, view: createView(text), mode: 0o644 };
    },
    connect: async (port) => (printed.ports?.includes(port) ? undefined : 'connection refused'),
    async request(method, url) {
      const status = printed.answers?.[`${method} ${url}`];
      return status === undefined
        ? { ok: false, message: 'connection refused' }
        : { ok: true, status, reason: '' };
    },
    secret: (name) => printed.secrets?.[name],
  };
}

/** Compiles a fence that must be correct, and holds it against what was printed. */
export function evaluate(
  info: string,
  lines: readonly string[],
  printed: Printed,
): Promise<ExpectationResult> {
  const compiled = compileExpectation(createSource(info, lines, printed.types));
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => p.message).join('\n'));
  const scope = new Map(Object.entries(printed.scope ?? {}));
  return compiled.expectation.evaluate(createSubject(printed), scope);
}

/** What a step left behind. */
export function createSubject(printed: Printed): Subject {
  const { stdout = '', stderr = '', output = '', exit = { code: 0 }, durationMs = 1000 } = printed;
  return {
    exit,
    durationMs,
    stdout: createView(stdout),
    stderr: createView(stderr),
    output: createView(output),
    ...(printed.response === undefined ? {} : { response: printed.response }),
    surroundings: createSurroundings(printed),
  };
}

/** The captures of an `output` fence, or `null` when it does not fit. */
export async function capturesOf(
  lines: readonly string[],
  output: string,
  scope: Readonly<Record<string, string>> = {},
): Promise<Record<string, string> | null> {
  const result = await evaluate('output', lines, { output, scope });
  return result.ok ? Object.fromEntries(result.captures) : null;
}

/** Problems and findings as `line:column+length rule: message (hint)`. */
export function problemsOf(info: string, lines: readonly string[]): string[] {
  const result: CompileResult = compileExpectation(createSource(info, lines));
  return (result.ok ? result.findings : result.problems).map(
    ({ line, column, length, rule, message, hint }) =>
      `${line}:${column}+${length} ${rule}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

/** A mismatch as text: one line per row, then the notes. */
export function showMismatch(result: ExpectationResult): string {
  if (result.ok) return 'ok';
  const { mismatch } = result;
  if (mismatch.kind === 'lines') {
    const rows = mismatch.rows.map((row) => {
      const count = row.count === undefined ? '' : ` ×${row.count}`;
      const mark = { same: ' ', expected: '-', got: '+', fold: '~' }[row.kind];
      return `${mark} ${row.documentLine ?? ''}|${row.outputLine ?? ''}| ${row.text}${count}`;
    });
    return [...rows, ...mismatch.notes.map((note) => `! ${note}`)].join('\n');
  }
  if (mismatch.kind === 'json') {
    const rows = mismatch.differences.map(
      (d) => `${d.documentLine}: ${d.path}: expected ${d.expected}, actual ${d.actual}`,
    );
    const more = mismatch.omitted === 0 ? [] : [`⋮ ${mismatch.omitted} more`];
    const fault = mismatch.fault === undefined ? [] : [`! ${mismatch.fault}`];
    return [...rows, ...more, ...fault, ...mismatch.notes.map((note) => `! ${note}`)].join('\n');
  }
  if (mismatch.kind === 'http') {
    const differences = mismatch.status ? [mismatch.status] : mismatch.headers;
    const rows = differences.map(
      (d) => `${d.documentLine}: expected ${d.expected}, actual ${d.actual.join(' | ')}`,
    );
    const body = mismatch.body && showMismatch({ ok: false, mismatch: mismatch.body });
    return [...rows, ...(body === undefined ? [] : [body])].join('\n');
  }
  return mismatch.conditions
    .map((c) => `${c.documentLine}: ${c.condition}: ${c.actual}`)
    .join('\n');
}
