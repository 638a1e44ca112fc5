import { describe, expect, it } from 'vitest';
import { DRIFTED, documentOf, update } from './updating.ts';

describe('--stabilize', () => {
  const counted = (code: string, body: string): string =>
    `\`\`\`bash run\necho x >>n; n=$(wc -l <n)\n${code}\n\`\`\`\n\n\`\`\`output\n${body}\n\`\`\`\n`;

  it('puts holes where runs differ', async () => {
    const document = counted('echo "took $n seconds"; echo same', 'took 1 seconds\nsame');
    const result = await update(document, ['--yes', '--stabilize', '3']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('took 1', 'took <<:int>>'));
  });

  it('widens a hole that the next run does not fit', async () => {
    const document = counted('((n < 3)) || n=1.5; echo "took $n seconds"', 'took 1 seconds');
    const result = await update(document, ['--yes', '--stabilize', '3']);
    expect(documentOf(result)).toBe(document.replace('took 1', 'took <<:number>>'));
  });

  it('says `vary=` when many lines differ by one type', async () => {
    const document = counted('for i in a b c d; do echo "$i: $n"; done', 'a: 1\nb: 1\nc: 1\nd: 1');
    const result = await update(document, ['--yes', '--stabilize', '2']);
    expect(documentOf(result)).toBe(document.replace('```output', '```output vary=int'));
  });

  it('lets lines that come and go be any lines', async () => {
    const document = counted('echo a; ((n == 1)) || echo more; echo b', 'a\nb');
    const result = await update(document, ['--yes', '--stabilize', '2']);
    expect(documentOf(result)).toBe(document.replace('a\nb', 'a\n...\nb'));
  });

  it('works on what --add writes, and on JSON', async () => {
    const document =
      '```bash run\necho x >>n\necho "{\\"n\\": $(wc -l <n), \\"s\\": \\"v1.0.$(wc -l <n)\\"}"\n```\n';
    const result = await update(document, ['--yes', '--add', '--stabilize', '2']);
    expect(documentOf(result)).toContain('{"n": "<<:int>>", "s": "v<<:semver>>"}');
  });

  it('refuses what is no number of runs', async () => {
    expect((await update(DRIFTED, ['--stabilize', '1'])).exitCode).toBe(2);
  });
});
