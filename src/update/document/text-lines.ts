/** A line of a file with what ends it; only the last one may have no end. */
export interface TextLine {
  readonly text: string;
  readonly eol: string;
}

/** Splits a file so that the lines joined are the file again. */
export function splitText(text: string): TextLine[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)]
    .map(([, line = '', eol = '']) => ({ text: line, eol }))
    .filter(({ text: line, eol }) => line !== '' || eol !== '');
}
