import type { OutputView } from '../types.ts';
import { readLines } from './normalize.ts';

const EXCERPT_LENGTH = 500;

/** The beginning of a stream, for people. */
export function readExcerpt(view: OutputView): string {
  let text = '';
  readLines(view, (line, index) => {
    text += `${index === 0 ? '' : '\n'}${line.slice(0, EXCERPT_LENGTH + 1)}`;
    return text.length <= EXCERPT_LENGTH;
  });
  return text.length <= EXCERPT_LENGTH ? text : `${text.slice(0, EXCERPT_LENGTH)}…`;
}
