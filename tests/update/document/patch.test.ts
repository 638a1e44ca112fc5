import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createPatch } from '../../../src/update/document/patch.ts';

/** What `git apply` makes of a patch, in a folder that is no repository. */
function gitApply(name: string, before: string, after: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'patch-'));
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before);
  writeFileSync(join(dir, 'x.patch'), createPatch(path, dir, before, after));
  execFileSync('git', ['apply', '--whitespace=nowarn', 'x.patch'], { cwd: dir });
  return readFileSync(path, 'utf8');
}

/** Thousands of lines. */
function many(text: string): string {
  return `${text}\n`.repeat(3000);
}

it.each([
  ['a line in the middle', 'doc.md', 'a\nb\nc\n', 'a\nB\nc\n'],
  ['no newline at the end', 'doc.md', 'a\nb', 'a\nb\nc'],
  ['a newline that comes', 'doc.md', 'a\nb', 'a\nb\n'],
  ['CRLF', 'doc.md', 'a\r\nb\r\n', 'a\r\nB\r\n'],
  ['a byte-order mark', 'doc.md', '\uFEFFa\nb\n', '\uFEFFa\nB\n'],
  ['a name with blanks', 'my docs/read me.md', 'a\n', 'b\n'],
  ['a name that needs quotes', 'a"b\\c.md', 'a\n', 'b\n'],
  ['a name that is not ASCII', 'größe.md', 'a\n', 'b\n'],
  ['lines like those of a patch', 'doc.md', '-- a\n++ b\n@@ c\n', '-- x\n++ y\n@@ c\n'],
  ['carriage returns within a line', 'doc.md', 'a\rb\nc\n', 'a\rb\nd\n'],
  ['thousands of changes', 'doc.md', `a\n${many('x')}z\n`, `a\n${many('y')}z\n`],
  ['thousands of changes up to an end without newline', 'doc.md', many('x').trimEnd(), many('y')],
  ['thousands of changes in CRLF', 'doc.md', many('x\r'), many('y\r').slice(0, -1)],
])('is what `git apply` takes: %s', (_what, name, before, after) => {
  expect(gitApply(name, before, after)).toBe(after);
});

it('is empty when nothing differs', () => {
  expect(createPatch('/d/a.md', '/d', 'a\n', 'a\n')).toBe('');
});
