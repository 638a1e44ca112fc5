import type { Origin } from './attributes.ts';
import type {
  ComparedSource,
  ExpectationSource,
  OutputView,
  ReferenceSpec,
  Scope,
  Stream,
  Subject,
} from './types.ts';

/** What there is to compare, or why there is nothing. */
export type OpenedOrigin = { readonly name: ComparedSource } & (
  | { readonly ok: true; readonly view: OutputView }
  /** `message` is a sentence. */
  | { readonly ok: false; readonly message: string }
);

const REFERENCE = /\\(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The references of `from=file:PATH`, at their places in the info string. */
export function findOriginReferences(origin: Origin, source: ExpectationSource): ReferenceSpec[] {
  if (origin.kind !== 'file') return [];
  const { info, position } = source.fence;
  const offset = Math.max(0, info.indexOf(origin.path));
  return [...origin.path.matchAll(REFERENCE)].flatMap(({ 2: name, index }) =>
    name === undefined
      ? []
      : [{ name, line: position.line, column: position.column + offset + index }],
  );
}

/** How an origin is called in summaries: `stdout`, or the path as written. */
export function nameOrigin(origin: Origin): string {
  if (origin.kind === 'body') return 'the body';
  return origin.kind === 'stream' ? origin.stream : origin.path;
}

/** The streams that reading an origin takes. */
export function listStreams(origin: Origin): readonly Stream[] {
  if (origin.kind === 'file') return [];
  return [origin.kind === 'stream' ? origin.stream : 'stdout'];
}

/** Opens what an expectation is about. */
export async function openOrigin(
  origin: Origin,
  subject: Subject,
  scope: Scope,
): Promise<OpenedOrigin> {
  if (origin.kind === 'body') return { ok: true, name: 'the body', view: subject.stdout };
  if (origin.kind === 'stream') {
    return { ok: true, name: origin.stream, view: subject[origin.stream] };
  }
  const missing = new Set<string>();
  const path = resolvePath(origin.path, scope, missing);
  const name = `file:${path}` as const;
  const [unknown] = missing;
  if (unknown !== undefined) return { ok: false, name, message: `\`${unknown}\` has no value` };
  const content = await subject.surroundings.readFile(path);
  return content.ok
    ? { ok: true, name, view: content.view }
    : { ok: false, name, message: `\`${path}\` ${content.message}` };
}

function resolvePath(path: string, scope: Scope, missing: Set<string>): string {
  return path.replace(REFERENCE, (_, escaped?: string, name?: string) => {
    if (name === undefined) return escaped ?? '';
    const value = scope.get(name);
    if (value === undefined) missing.add(name);
    return value ?? '';
  });
}
