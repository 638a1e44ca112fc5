/** What the labels of a block ask for. */
export interface MdxLabels {
  /** Whether the block is not run. */
  readonly inert: boolean;
  /** Whether its output is compared. */
  readonly compared: boolean;
  readonly dir?: string;
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly unset: readonly string[];
}

/** Labels that say nothing that is not done anyway. */
const SILENT: ReadonlySet<string> = new Set(['cram']);

/**
 * Reads the labels of a block: a comment on the line above, or what follows the language.
 *
 * @param tell says what has no counterpart
 */
export function readMdxLabels(
  above: string,
  rest: string,
  tell: (message: string) => void,
): MdxLabels {
  const comment = /<!--\s*\$MDX\s+(.*?)\s*-->\s*$/.exec(above)?.[1] ?? '';
  const labels: { -readonly [Key in keyof MdxLabels]: MdxLabels[Key] } = {
    inert: false,
    compared: true,
    set: [],
    unset: [],
  };
  const words = [...comment.split(','), ...rest.split(',')].map((word) => word.trim());
  for (const word of words.filter((text) => text !== '' && !SILENT.has(text))) {
    const [, name = '', value] = /^([^=<>!]*)(?:=(.*))?$/.exec(word) ?? [];
    if (word === 'skip' || word === 'non-deterministic=command') labels.inert = true;
    else if (name === 'non-deterministic') labels.compared = false;
    else if (name === 'dir' && value !== undefined) labels.dir = value;
    else if (name.startsWith('set-') && value !== undefined)
      labels.set = [...labels.set, [name.slice(4), value]];
    else if (name.startsWith('unset-')) labels.unset = [...labels.unset, name.slice(6)];
    else if (name === 'file' || name === 'part' || name === 'include') {
      labels.inert = true;
      tell(`\`${word}\` keeps the block in line with a file, which is not done here`);
    } else tell(`the label \`${word}\` has no counterpart; it is left out`);
  }
  return labels;
}
