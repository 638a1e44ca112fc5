import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/expect/json/json-text.ts';
import { writeJson } from '../../../src/expect/json/json-values.ts';
import { readPath } from '../../../src/expect/json-path/read-path.ts';
import { selectNodes } from '../../../src/expect/json-path/select.ts';

/** Every third case of the JSONPath Compliance Test Suite, whose licence is beside it. */
interface Cases {
  readonly select: readonly [string, string, unknown, readonly (readonly unknown[])[]][];
  readonly refuse: readonly [string, string][];
}

const FILE = fileURLToPath(new URL('compliance-cases.json', import.meta.url));
const { select, refuse }: Cases = JSON.parse(readFileSync(FILE, 'utf8'));

function follow(selector: string, document: unknown): unknown {
  const read = readPath(selector);
  if (!read.ok) return read.message;
  const parsed = parseJson(JSON.stringify(document));
  const selection = parsed.ok ? selectNodes(read.path, parsed.node) : null;
  return selection?.ok ? selection.nodes.map(({ node }) => JSON.parse(writeJson(node))) : null;
}

describe('RFC 9535', () => {
  it.each(select)('%s: %s', (_, selector, document, results) => {
    expect(results).toContainEqual(follow(selector, document));
  });

  it.each(refuse)('%s: refuses %j', (_, selector) => {
    expect(readPath(selector).ok).toBe(false);
  });
});
