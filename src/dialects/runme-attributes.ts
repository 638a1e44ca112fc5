import { yaml } from '../libraries/yaml.ts';
import { firstLine, isRecord } from './front-matter.ts';

/**
 * Reads the options of a cell, in braces behind the language: JSON, or words as in HTML.
 *
 * @param tell says what cannot be read
 */
export function readRunmeAttributes(
  rest: string,
  tell: (message: string) => void,
): (readonly [name: string, value: string])[] {
  const text = /^\{.*\}$/s.exec(rest.trim())?.[0];
  if (text === undefined) {
    if (rest.trim() !== '') tell(`\`${rest.trim()}\` is no options of a cell; it is left out`);
    return [];
  }
  if (/^\{\s*"[^"]*"\s*:/.test(text)) return readJson(text, tell);
  const words = [...text.slice(1, -1).matchAll(/([\w.-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)];
  return words.map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']);
}

function readJson(text: string, tell: (message: string) => void): [string, string][] {
  try {
    const values: unknown = yaml().parse(text);
    if (isRecord(values)) return Object.entries(values).map(([key, value]) => [key, String(value)]);
  } catch (error) {
    tell(`the options cannot be read: ${firstLine(error)}; they are left out`);
  }
  return [];
}
