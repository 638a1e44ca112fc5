import type { HiddenMismatch } from '../engine/verdict.ts';
import { pairRows } from '../expect/lines/pair-rows.ts';
import type {
  AssertMismatch,
  DiffRow,
  HttpMismatch,
  JsonMismatch,
  LinesMismatch,
  Mismatch,
} from '../expect/types.ts';
import { drawCarets, nameCharacters } from './carets.ts';
import { type ShownLine, showAlone, showPair } from './compare-lines.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, groupDigits, showCompared, showControls } from './visible.ts';
import { measureAscii, type WidthOf } from './width.ts';

type AnyMismatch = Mismatch | HiddenMismatch;

/** One entry for each kind of mismatch, so that a new kind without text does not compile. */
type MismatchTexts = {
  readonly [Kind in AnyMismatch['kind']]: (
    mismatch: Extract<AnyMismatch, { kind: Kind }>,
    paint: Paint,
    widthOf: WidthOf,
  ) => string[];
};

const TEXTS: MismatchTexts = {
  lines: describeLines,
  json: describeJson,
  assert: describeAssert,
  http: describeHttp,
  hidden: describeHidden,
};

/** What an expectation found instead, as indented lines. */
export function describeMismatch(
  mismatch: AnyMismatch,
  paint: Paint,
  widthOf: WidthOf = measureAscii,
): string[] {
  switch (mismatch.kind) {
    case 'lines':
      return TEXTS.lines(mismatch, paint, widthOf);
    case 'json':
      return TEXTS.json(mismatch, paint, widthOf);
    case 'assert':
      return TEXTS.assert(mismatch, paint, widthOf);
    case 'http':
      return TEXTS.http(mismatch, paint, widthOf);
    case 'hidden':
      return TEXTS.hidden(mismatch, paint, widthOf);
  }
}

/** How many lines of the document are named that do not hold. */
const HIDDEN_LINES = 10;

function describeHidden({ documentLines }: HiddenMismatch): string[] {
  if (documentLines.length === 0) return ['  does not hold: there is more than it allows'];
  const named = documentLines.slice(0, HIDDEN_LINES).join(', ');
  const more = documentLines.length - HIDDEN_LINES;
  const which = documentLines.length === 1 ? `line ${named} does` : `lines ${named}`;
  const others = more > 0 ? ` and ${more} more` : '';
  return [`  ${which}${others}${documentLines.length === 1 ? '' : ' do'} not hold`];
}

/** Digits that line numbers take, of the document and of the output. */
interface Gutter {
  readonly document: number;
  readonly output: number;
}

const GUTTER: Gutter = { document: 5, output: 4 };

/** A row of a comparison: document line, output line, the text. */
export function describeRow(
  documentLine: number | undefined,
  outputLine: number | undefined,
  text: string,
  gutter: Gutter = GUTTER,
): string {
  const left = String(documentLine ?? '').padStart(gutter.document);
  const right = String(outputLine ?? '').padStart(gutter.output);
  return `${left} ${right} │ ${text}`.trimEnd();
}

function measureGutter(rows: readonly DiffRow[]): Gutter {
  const digits = (numbers: readonly (number | undefined)[]): number =>
    Math.max(...numbers.map((number) => String(number ?? '').length));
  return {
    document: Math.max(GUTTER.document, digits([0, ...rows.map((row) => row.documentLine)])),
    output: Math.max(GUTTER.output, digits([0, ...rows.map((row) => row.outputLine)])),
  };
}

function describeLines(mismatch: LinesMismatch, paint: Paint, widthOf: WidthOf): string[] {
  const { rows, notes } = mismatch;
  const gutter = measureGutter(rows);
  const free = (text: string): string => describeRow(undefined, undefined, text, gutter);
  const partners = pairRows(rows);
  const shown = rows.flatMap((row, at) => {
    const [text, ...below] = describeDiffRow(row, rows[partners.get(at) ?? -1], paint, widthOf);
    return [describeRow(row.documentLine, row.outputLine, text ?? '', gutter), ...below.map(free)];
  });
  return [...shown, ...notes.map((note) => free(paint.yellow(cutLine(showControls(note)))))];
}

/** The text of a row, and what stands below it. */
function describeDiffRow(
  row: DiffRow,
  partner: DiffRow | undefined,
  paint: Paint,
  widthOf: WidthOf,
): string[] {
  switch (row.kind) {
    case 'same':
      return [`  ${cutLine(showControls(row.text))}${paint.dim(describeCount(row))}`];
    case 'fold':
      return [paint.dim(`  ⋮ ${describeFold(row)}`)];
    case 'expected': {
      const line = partner === undefined ? showAlone(row) : showPair(row, partner)[0];
      return [paintLine('-', line, paint) + paint.dim(describeCount(row))];
    }
    case 'got': {
      if (partner === undefined) return [paintLine('+', showAlone(row), paint)];
      const pair = showPair(partner, row);
      return [paintLine('+', pair[1], paint), ...describePair(pair, paint, widthOf)];
    }
  }
}

function describeCount({ count }: DiffRow): string {
  return count === undefined ? '' : `   (${countOf(count, 'line')})`;
}

function describeFold({ count = 0, differences, unseen }: DiffRow): string {
  const lines = countOf(count, 'line');
  if (unseen) return `${lines} more, not compared after so many differences`;
  if (differences === undefined) return lines;
  return `${lines}, ${groupDigits(differences)} of them different`;
}

/** A line of a comparison; what differs inside it is inverse where there is colour. */
function paintLine(sign: '-' | '+', line: ShownLine, paint: Paint): string {
  const colour = sign === '-' ? paint.red : paint.green;
  const text = line.map((piece) => (piece.differs ? paint.inverse(piece.text) : piece.text));
  return colour(`${sign} ${text.join('')}`);
}

/** What stands below the second line of a pair. */
function describePair(
  [expected, got]: readonly [ShownLine, ShownLine],
  paint: Paint,
  widthOf: WidthOf,
): string[] {
  const names = nameCharacters(expected, got);
  if (paint.isColored && names === undefined) return [];
  const carets = paint.isColored ? '' : (drawCarets(got, widthOf) ?? '');
  const text = [carets, names].filter(Boolean).join('  ');
  return text === '' ? [] : [paint.yellow(`  ${text}`)];
}

function describeJson(mismatch: JsonMismatch, paint: Paint, widthOf: WidthOf): string[] {
  if (mismatch.fault !== undefined) {
    const isFile = mismatch.stream.startsWith('file:');
    const nothing = isFile && mismatch.excerpt === '';
    return [
      `      ${showControls(mismatch.fault)}`,
      ...(nothing ? [] : excerpt(mismatch.excerpt, paint)),
    ];
  }
  const { omitted, notes } = mismatch;
  const free = (text: string): string => describeRow(undefined, undefined, text);
  const rest = omitted === 0 ? [] : [paint.dim(`  ⋮ ${countOf(omitted, 'more difference')}`)];
  return [
    ...mismatch.differences.flatMap(({ documentLine, path, expected, actual }) => {
      const pair = showPair({ text: expected }, { text: actual });
      return [
        describeRow(documentLine, undefined, `  ${paint.bold(cutLine(showControls(path)))}`),
        free(paintLine('-', pair[0], paint)),
        free(paintLine('+', pair[1], paint)),
        ...describePair(pair, paint, widthOf).map(free),
      ];
    }),
    ...rest.map(free),
    ...notes.map((note) => `${' '.repeat(11)}│ ${paint.yellow(note)}`),
  ];
}

function describeHttp(
  { status, headers, body, excerpt: text }: HttpMismatch,
  paint: Paint,
  widthOf: WidthOf,
): string[] {
  const differences = status === undefined ? headers : [status];
  return [
    ...differences.flatMap(({ documentLine, expected, actual }) => [
      describeRow(documentLine, undefined, paint.red(`- ${cutLine(showCompared(expected))}`)),
      ...actual.map((line) =>
        describeRow(undefined, undefined, paint.green(`+ ${cutLine(showCompared(line))}`)),
      ),
    ]),
    ...(body === undefined ? [] : describeMismatch(body, paint, widthOf)),
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
    describeRow(undefined, undefined, paint.green(`+ ${cutLine(showCompared(line))}`)),
  );
}

function describeAssert(mismatch: AssertMismatch, paint: Paint): string[] {
  return mismatch.conditions.flatMap(({ documentLine, condition, actual }) => [
    describeRow(documentLine, undefined, paint.red(`- ${cutLine(showControls(condition))}`)),
    ...showControlsByLine(actual).map((line) =>
      describeRow(undefined, undefined, paint.green(`+ ${cutLine(line)}`)),
    ),
  ]);
}

function showControlsByLine(text: string): string[] {
  return text.split('\n').map(showControls);
}
