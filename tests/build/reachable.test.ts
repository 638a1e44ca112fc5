import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../src/cli/commands.ts';
import { findFiles, findLibraries, readBundle } from '../helpers/bundle.ts';

const bundle = readBundle();

/** What a start of the program may load before it does anything. */
interface Budget {
  readonly libraries: readonly string[];
  readonly files: number;
  readonly kilobytes: number;
  /** Modules that are loaded in any case, beside the command's own. */
  readonly also?: readonly string[];
}

const READING = ['fastest-levenshtein', 'github-slugger'];
const RUNNING = {
  libraries: [...READING, 'zx/core'],
  // Loaded while the shell starts.
  also: ['src/engine/lifecycle.ts', 'src/expect/evaluators.ts'],
};

/**
 * Half a millisecond for each file and two for each 100 KB are the price, on a machine on which Node itself takes
 * fifty. A budget that is too small is raised by whoever has a reason; most times an `import()` is meant.
 */
const BUDGETS: Readonly<Record<CommandName | '--version' | '--help', Budget>> = {
  '--version': { libraries: [], files: 1, kilobytes: 3 },
  '--help': { libraries: [], files: 6, kilobytes: 70 },
  check: { libraries: READING, files: 5, kilobytes: 420 },
  completion: { libraries: [], files: 5, kilobytes: 75 },
  export: { libraries: READING, files: 6, kilobytes: 480 },
  help: { libraries: [], files: 6, kilobytes: 75 },
  history: { libraries: [], files: 8, kilobytes: 160 },
  import: { libraries: READING, files: 7, kilobytes: 425 },
  init: { libraries: [], files: 4, kilobytes: 75 },
  list: { libraries: READING, files: 5, kilobytes: 375 },
  plan: { libraries: READING, files: 7, kilobytes: 405 },
  report: { libraries: ['fastest-levenshtein'], files: 12, kilobytes: 180 },
  resume: { ...RUNNING, files: 16, kilobytes: 950 },
  run: { ...RUNNING, files: 10, kilobytes: 930 },
  shell: { libraries: READING, files: 15, kilobytes: 860 },
  step: { ...RUNNING, files: 11, kilobytes: 930 },
  stop: { ...RUNNING, files: 16, kilobytes: 950 },
  test: { ...RUNNING, files: 14, kilobytes: 1_010 },
  update: { ...RUNNING, files: 13, kilobytes: 1_020 },
};

/** The modules at which loading begins. */
function entriesOf(start: string): readonly string[] {
  const main = 'src/cli/main.ts';
  if (start === '--version') return [main];
  const program = 'src/cli/program.ts';
  const command = start === '--help' ? 'src/cli/help.ts' : `src/cli/commands/${start}.ts`;
  return [main, program, command];
}

describe.each(Object.entries(BUDGETS))(
  '%s',
  (start, { libraries, files, kilobytes, also = [] }) => {
    const entries = [...entriesOf(start), ...also];

    it('loads at once no library but its own', () => {
      const found = findLibraries(bundle, entries);
      // The chains are shown, and of the last link of one an `import()` is to be made.
      const foreign = [...found].filter(([name]) => !libraries.includes(name));
      expect(foreign.map(([, chain]) => chain)).toEqual([]);
      expect([...found.keys()].sort()).toEqual([...libraries].sort());
    });

    it('loads no more files and bytes than it may', () => {
      const loaded = findFiles(bundle, entries);
      const sizes = loaded.map((file) => [file, bundle.files[file]?.bytes ?? 0] as const);
      const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
      const account = sizes.map(([file, bytes]) => `${file} ${bytes}`).join(', ');
      expect(loaded.length, account).toBeLessThanOrEqual(files);
      expect(Math.ceil(total / 1024), account).toBeLessThanOrEqual(kilobytes);
      // A budget with much room guards nothing.
      expect(Math.ceil(total / 1024), account).toBeGreaterThan(0.85 * kilobytes - 2);
    });
  },
);

it('no module is in two files that one process loads', () => {
  const files = new Map<string, string[]>();
  for (const [file, { inputs }] of Object.entries(bundle.files)) {
    // One says what is wrong where nothing else can be loaded; the other is a process by itself.
    if (!file.endsWith('.js') || file === 'cli.js' || file === 'relay.js') continue;
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput > 0 && /^(?:src|node_modules)\//.test(path))
        files.set(path, [...(files.get(path) ?? []), file]);
    }
  }
  expect([...files].filter(([, inFiles]) => inFiles.length > 1)).toEqual([]);
});
