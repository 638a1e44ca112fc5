/**
 * A number of YAML's core schema (YAML 1.2.2 §10.3.2) as JSON writes it, without losing a digit. What
 * JSON does not have is `.inf`, `-.inf` or `.nan`.
 */
export function toJsonNumber(source: string): string {
  const lower = source.toLowerCase();
  if (lower === '.nan') return lower;
  if (/^[-+]?\.inf$/.test(lower)) return lower.replace('+', '');
  if (/^0[xo]/.test(lower)) return BigInt(lower).toString();
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^([-+]?)(\d*)(?:\.(\d*))?(e[-+]?\d+)?$/.exec(lower) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
}
