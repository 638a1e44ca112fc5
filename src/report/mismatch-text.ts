import type {
  AssertMismatch,
  DiffRow,
  HttpMismatch,
  JsonMismatch,
  LinesMismatch,
  Mismatch,
} from '../expect/types.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, showBlanks, showControls } from './visible.ts';

/** One line for each kind of mismatch, so that a new kind without text does not compile. */
type MismatchTexts = {
  readonly [Kind in Mismatch['kind']]: (
    mismatch: Extract<Mismatch, { kind: Kind }>,
    paint: Paint,
  ) => string[];
};

const TEXTS: MismatchTexts = {
  lines: describeLines,
  json: describeJson,
  assert: describeAssert,
  http: describeHttp,
};

/** What an expectation found instead, as indented lines. */
export function describeMismatch(mismatch: Mismatch, paint: Paint): string[] {
  switch (mismatch.kind) {
    case 'lines':
      return TEXTS.lines(mismatch, paint);
    case 'json':
      return TEXTS.json(mismatch, paint);
    case 'assert':
      return TEXTS.assert(mismatch, paint);
    case 'http':
      return TEXTS.http(mismatch, paint);
  }
}

/** A row of a comparison: document line, output line, the text. */
export function describeRow(
  documentLine: number | undefined,
  outputLine: number | undefined,
  text: string,
): string {
  const left = String(documentLine ?? '').padStart(5);
  const right = String(outputLine ?? '').padStart(4);
  return `${left} ${right} │ ${text}`.trimEnd();
}

function describeLines(mismatch: LinesMismatch, paint: Paint): string[] {
  const rows = mismatch.rows.map((row, index) => {
    const start = differenceStart(mismatch.rows, index);
    return describeDiffRow(row, start, paint);
  });
  return [...rows, ...mismatch.notes.map((note) => `${' '.repeat(11)}│ ${paint.yellow(note)}`)];
}

function describeDiffRow(row: DiffRow, start: number, paint: Paint): string {
  const count = row.count === undefined ? '' : `   (${countOf(row.count, 'line')})`;
  const place = (text: string): string => describeRow(row.documentLine, row.outputLine, text);
  switch (row.kind) {
    case 'same':
      return place(`  ${cutLine(showControls(row.text))}${paint.dim(count)}`);
    case 'expected':
      return place(paint.red(`- ${cutLine(showBlanks(row.text), start)}`) + paint.dim(count));
    case 'got':
      return place(paint.green(`+ ${cutLine(showBlanks(row.text), start)}`) + paint.dim(count));
    case 'fold':
      return place(paint.dim(`  ⋮ ${countOf(row.count ?? 0, 'line')}`));
  }
}

/** Where to begin two long lines so that what differs in them is seen; 0 is their beginning. */
function differenceStart(rows: readonly DiffRow[], index: number): number {
  const row = rows[index];
  const partner = row?.kind === 'expected' ? rows[index + 1] : rows[index - 1];
  const kinds = [row?.kind, partner?.kind].sort().join();
  if (!row || !partner || kinds !== 'expected,got') return 0;
  let same = 0;
  while (same < row.text.length && row.text[same] === partner.text[same]) same++;
  return same > 120 ? same - 40 : 0;
}

function describeJson(mismatch: JsonMismatch, paint: Paint): string[] {
  if (mismatch.fault !== undefined) {
    const isFile = mismatch.stream.startsWith('file:');
    const nothing = isFile && mismatch.excerpt === '';
    return [
      `      ${showControls(mismatch.fault)}`,
      ...(nothing ? [] : excerpt(mismatch.excerpt, paint)),
    ];
  }
  const { omitted, notes } = mismatch;
  const rest = omitted === 0 ? [] : [paint.dim(`  ⋮ ${countOf(omitted, 'more difference')}`)];
  return [
    ...mismatch.differences.flatMap(({ documentLine, path, expected, actual }) => [
      describeRow(documentLine, undefined, `  ${paint.bold(cutLine(showControls(path)))}`),
      describeRow(undefined, undefined, paint.red(`- ${cutLine(showControls(expected))}`)),
      describeRow(undefined, undefined, paint.green(`+ ${cutLine(showControls(actual))}`)),
    ]),
    ...rest.map((text) => describeRow(undefined, undefined, text)),
    ...notes.map((note) => `${' '.repeat(11)}│ ${paint.yellow(note)}`),
  ];
}

function describeHttp(
  { status, headers, body, excerpt: text }: HttpMismatch,
  paint: Paint,
): string[] {
  const differences = status === undefined ? headers : [status];
  return [
    ...differences.flatMap(({ documentLine, expected, actual }) => [
      describeRow(documentLine, undefined, paint.red(`- ${cutLine(showBlanks(expected))}`)),
      ...actual.map((line) =>
        describeRow(undefined, undefined, paint.green(`+ ${cutLine(showBlanks(line))}`)),
      ),
    ]),
    ...(body === undefined ? [] : describeMismatch(body, paint)),
    // Of another response than the expected one the body says why.
    ...(status === undefined || text === ''
      ? []
      : [describeRow(undefined, undefined, ''), ...excerpt(text, paint)]),
  ];
}

/** The beginning of a text that is not compared, as what came. */
export function excerpt(text: string, paint: Paint): string[] {
  if (text === '') return [`      ${paint.dim('(nothing was printed)')}`];
  const lines = text.replace(/\n$/, '').split('\n').slice(0, 5);
  return lines.map((line) =>
    describeRow(undefined, undefined, paint.green(`+ ${cutLine(showBlanks(line))}`)),
  );
}

function describeAssert(mismatch: AssertMismatch, paint: Paint): string[] {
  return mismatch.conditions.flatMap(({ documentLine, condition, actual }) => [
    describeRow(documentLine, undefined, paint.red(`- ${condition}`)),
    ...showControlsByLine(actual).map((line) =>
      describeRow(undefined, undefined, paint.green(`+ ${cutLine(line)}`)),
    ),
  ]);
}

function showControlsByLine(text: string): string[] {
  return text.split('\n').map(showControls);
}
