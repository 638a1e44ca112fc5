import { createMaskStream, type MaskStream } from './mask-stream.ts';
import { createNeedles, maskText } from './needles.ts';

export type { MaskStream } from './mask-stream.ts';
export { MASK } from './needles.ts';

/** Replaces secrets in texts and in streams of bytes. */
export interface Masker {
  /** Whether there is any secret at all. */
  readonly active: boolean;
  /** What is masked, for a process that has to do it as well. */
  readonly known: KnownSecrets;
  /** From now on these are masked too, also by streams that exist already. */
  add(secrets: Iterable<string>): void;
  text(value: string): string;
  /** Every string in a tree of plain data, keys left alone. */
  data<T>(value: T): T;
  /** For one stream: a secret may be split over any number of chunks. */
  stream(): MaskStream;
}

/** Secrets by their values and by expressions that they match. */
export interface KnownSecrets {
  readonly secrets: readonly string[];
  /** Sources of expressions, each held against one line at a time. */
  readonly patterns: readonly string[];
}

/**
 * Masks each secret as it is, base64-encoded at any alignment, URL-encoded, as in an address, and as a
 * shell quotes it; and whatever matches a pattern, as it is.
 */
export function createMasker(secrets: readonly string[], patterns: readonly string[] = []): Masker {
  let known = [...new Set(secrets.filter((secret) => secret !== ''))];
  let needles = createNeedles(known, patterns);
  const mask = (value: string): string => (needles.active ? maskText(value, needles) : value);
  return {
    get active() {
      return needles.active;
    },
    get known() {
      return { secrets: known, patterns };
    },
    add(more) {
      const fresh = [...more].filter((secret) => secret !== '' && !known.includes(secret));
      if (fresh.length === 0) return;
      known = [...known, ...fresh];
      needles = createNeedles(known, patterns);
    },
    text: mask,
    data: (value) => (needles.active ? mapStrings(value, mask) : value),
    stream: () => createMaskStream(() => needles),
  };
}

function mapStrings<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return mask(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, mask)) as T;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [key, mapStrings(item, mask)]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}
