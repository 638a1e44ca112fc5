/** What XML 1.0 has no place for, written in any way: most controls, half surrogate pairs, two non-characters. */
const ILLEGAL = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser makes a line feed of these.
  '\r': '&#13;',
};

/** A text that every parser of XML takes; characters that are not allowed are written out as `\x00`. */
export function xmlText(text: string): string {
  return text
    .replace(ILLEGAL, (char) => {
      const code = (char.codePointAt(0) ?? 0).toString(16);
      return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
    })
    .replace(/[&<>"'\r]/g, (char) => ENTITIES[char] ?? char);
}

/** A text as the value of an attribute, where a parser makes blanks of line feeds and tabs. */
export function xmlValue(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** Attributes as they stand in a tag, those without a value left out. */
export function xmlAttributes(
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${xmlValue(String(value))}"`],
    )
    .join('');
}
