/** Shorter alignments of a secret inside a longer base64 text would hit by chance. */
const MIN_BASE64 = 6;
/** Shorter lines of a secret of several lines, such as `}`, stand in other texts as well. */
const MIN_LINE = 8;

/** An address that a secret is put behind, to see what becomes of it there. */
const IN_PATH = 'http://h/';
const IN_QUERY = 'http://h/?';

/**
 * The texts in which a secret can appear: as it is, each of its lines, quoted for a shell or in JSON,
 * URL-encoded, as in an address, and base64-encoded at any place in a longer text. The longest first.
 */
export function listForms(secrets: readonly string[]): string[] {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  return [...forms].sort((a, b) => b.length - a.length);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  return [
    secret,
    ...(lines.length > 1 ? lines.filter((line) => line.length >= MIN_LINE) : []),
    ...urlForms(secret),
    // Shorter where a part such as `../` is taken as a way, which is not the secret any more.
    ...[IN_PATH, IN_QUERY]
      .map((base) => new URL(base + secret).href.slice(base.length))
      .filter((form) => form.length >= secret.length),
    JSON.stringify(secret).slice(1, -1),
    ...shellForms(secret),
    // With its padding first: the last digit is the secret's alone only at the end of a text.
    ...(['base64', 'base64url'] as const)
      .map((encoding) => Buffer.from(secret, 'utf8').toString(encoding))
      .filter((form) => form.length >= MIN_BASE64),
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
  ];
}

/**
 * As programs encode a part of an address: all but letters, digits and a few signs, of which some leave
 * out more than others; a blank as `+` in forms; and the digits large or small.
 */
function urlForms(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const strict = encoded.replace(/[!'()*]/g, (sign) => `%${Buffer.from(sign).toString('hex')}`);
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  return [encoded, strict.replace(/%../g, (digits) => digits.toUpperCase()), inForm]
    .flatMap((form) => [form, form.replaceAll('%2F', '/')])
    .flatMap((form) => [form, form.replaceAll('%20', '+')])
    .flatMap((form) => [form, form.replace(/%../g, (digits) => digits.toLowerCase())]);
}

/** As `set -x`, `declare -p` and `printf %q` of bash print it. */
function shellForms(secret: string): string[] {
  return [
    secret.replaceAll("'", "'\\''"),
    secret.replace(/["$`\\]/g, '\\$&'),
    secret.replace(/[^\w@%+:./-]/g, '\\$&'),
    secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n'),
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
