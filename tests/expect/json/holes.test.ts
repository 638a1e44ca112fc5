import { describe, expect, it } from 'vitest';
import { evaluate } from '../sources.ts';

const VALUES = ['1', '1.5', '"text"', '"1"', '[]', '[1]', '{}', 'null', 'true', '"true"'];

/** The values that a hole accepts. */
async function accepted(hole: string): Promise<string> {
  const fits: string[] = [];
  for (const stdout of VALUES) {
    const { ok } = await evaluate('json expect', [JSON.stringify(hole)], { stdout });
    if (ok) fits.push(stdout);
  }
  return fits.join(' ');
}

describe('a hole that is a whole value', () => {
  it.each([
    ['<<:int>>', '1'],
    ['<<:int 2..>>', ''],
    ['<<:int ..1>>', '1'],
    ['<<:number>>', '1 1.5'],
    ['<<:number 1.2..1.6>>', '1.5'],
    ['<<:string>>', '"text" "1" "true"'],
    ['<<...>>', '"text" "1" "true"'],
    ['<<:array>>', '[] [1]'],
    ['<<:array 1..>>', '[1]'],
    ['<<:array ..0>>', '[]'],
    ['<<:object>>', '{}'],
    ['<<:null>>', 'null'],
    ['<<:bool>>', 'true'],
    ['<<:any>>', VALUES.join(' ')],
    ['<<:word>>', '"text" "1" "true"'],
    ['<<:hex>>', '"1"'],
    ['<<:enum text|up>>', '"text"'],
    ['<<x:any>>', VALUES.join(' ')],
    ['<<x:int>>', '1'],
    ['<<...>><<...>>', '"text" "1" "true"'],
    ['<<:word>>t', '"text"'],
    ['<<:int>><<...>>', '"1"'],
    ['\\<<:int>>', ''],
    ['te<<:enum xt|st>>', '"text"'],
  ])('`%s` is %s', async (hole, values) => {
    expect(await accepted(hole)).toBe(values);
  });

  it.each([
    ['is not there', '{"a": "<<:absent>>"}', '{"b": 1}', true],
    ['is null, so it is there', '{"a": "<<:absent>>"}', '{"a": null}', false],
    ['is text of a hole', '"\\<<:int>> \\${x}"', '"<<:int>> ${x}"', true],
    ['is text with a backslash', '"\\\\\\\\<<:int>>"', '"\\\\<<:int>>"', true],
    ['is the text that was captured', '["<<a:int>>", "<<a>>"]', '[7, "7"]', true],
    ['is another one', '["<<a:int>>", "<<a>>"]', '[7, 8]', false],
    [
      'is an object that was captured',
      '["<<a:object>>", "<<a>>"]',
      '[{"b": [1]}, {"b": [1]}]',
      true,
    ],
    ['is elements before and after', '["<<...>>", 2, "<<...>>"]', '[1, 2, 2, 3]', true],
    ['is a long integer', '"<<:int 99999999999999999999..>>"', '100000000000000000000', true],
    [
      'is too small a long integer',
      '"<<:int 99999999999999999999..>>"',
      '99999999999999999998',
      false,
    ],
  ])('%s', async (_, template, stdout, ok) => {
    expect((await evaluate('json expect', [template], { stdout })).ok).toBe(ok);
  });
});
