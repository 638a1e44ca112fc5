/** What stands where a secret was. */
export const MASK = '•••';

/** Replaces secrets in texts and in streams of bytes. */
export interface Masker {
  /** Whether there is any secret at all. */
  readonly active: boolean;
  text(value: string): string;
  /** Every string in a tree of plain data, keys left alone. */
  data<T>(value: T): T;
  /** For one stream: a secret may be split over any number of chunks. */
  stream(): MaskStream;
}

export interface MaskStream {
  /** The bytes that can be passed on now; the rest may be the beginning of a secret. */
  push(bytes: Buffer): Buffer;
  /** What is still held back, at the end of the stream or where it stands still. */
  flush(): Buffer;
}

/** Shorter alignments of a secret inside a longer base64 text would hit by chance. */
const MIN_BASE64 = 6;

/** An address that a secret is put behind, to see what becomes of it there. */
const IN_PATH = 'http://h/';
const IN_QUERY = 'http://h/?';

/** Masks each secret as it is, base64-encoded at any alignment, URL-encoded, and as in an address. */
export function createMasker(secrets: readonly string[]): Masker {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))];
  if (forms.length === 0) return INACTIVE;
  forms.sort((a, b) => b.length - a.length);
  const text = compile(forms);
  // As latin1 one character is one byte, so regular expressions work on bytes.
  const byteForms = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'));
  const bytes = compile(byteForms);
  const mask = (value: string): string => value.replace(text, MASK);
  return {
    active: true,
    text: mask,
    data: (value) => mapStrings(value, mask),
    stream: () => createStream(byteForms, bytes),
  };
}

const INACTIVE: Masker = {
  active: false,
  text: (value) => value,
  data: (value) => value,
  stream: () => ({ push: (bytes) => bytes, flush: () => Buffer.alloc(0) }),
};

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    // Shorter where a part such as `../` is taken as a way, which is not the secret any more.
    ...[IN_PATH, IN_QUERY]
      .map((base) => new URL(base + secret).href.slice(base.length))
      .filter((form) => form.length >= secret.length),
    JSON.stringify(secret).slice(1, -1),
    // With its padding first: the last digit is the secret's alone only at the end of a text.
    ...(['base64', 'base64url'] as const)
      .map((encoding) => Buffer.from(secret, 'utf8').toString(encoding))
      .filter((encoded) => encoded.length >= MIN_BASE64),
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
  ];
}

/** The characters of base64 that depend on the secret alone when `offset` bytes stand before it. */
function base64At(secret: string, offset: number): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const before = offset === 0 ? 0 : offset + 1;
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const stable = encoded.slice(before, whole);
  if (stable.length < MIN_BASE64) return [];
  return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
}

function compile(forms: readonly string[]): RegExp {
  return new RegExp(forms.map((f) => f.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
}

function createStream(forms: readonly string[], pattern: RegExp): MaskStream {
  let held = '';
  const replace = (bytes: string): Buffer =>
    Buffer.from(bytes.replace(pattern, Buffer.from(MASK).toString('latin1')), 'latin1');
  return {
    push(chunk) {
      const bytes = held + chunk.toString('latin1');
      const keep = heldFrom(bytes, forms, pattern);
      held = bytes.slice(keep);
      return replace(bytes.slice(0, keep));
    },
    flush() {
      const rest = replace(held);
      held = '';
      return rest;
    },
  };
}

/** Where the end of `bytes` begins that may be the start of a secret, or of a longer form of one. */
function heldFrom(bytes: string, forms: readonly string[], pattern: RegExp): number {
  const longest = forms[0]?.length ?? 0;
  let safe = Math.max(0, bytes.length - longest + 1);
  // A match that reaches into the undecided end is decided: it stays whole, before or after the cut.
  for (; safe < bytes.length; safe++) {
    const rest = bytes.slice(safe);
    if (forms.some((form) => form.startsWith(rest))) break;
  }
  for (const match of bytes.matchAll(pattern)) {
    if (match.index < safe && match.index + match[0].length > safe)
      return match.index + match[0].length;
  }
  return safe;
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
