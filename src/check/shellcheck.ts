import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBodyPosition } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import { loadLibrary } from '../libraries/load.ts';
import { findProgram } from '../plan/find-program.ts';
import { withPrivateFolder } from './private-folder.ts';
import { findShellBlocks, type ShellBlock } from './shell-blocks.ts';
import type { CheckContext, CheckResult, DocumentCheck } from './types.ts';

/** ShellCheck takes some milliseconds for each block; nobody waits for a linter that long. */
const MOST_BLOCKS = 500;

/** What makes no sense for blocks that share one shell, or is the business of `bash -n`. */
const LEFT_OUT: readonly number[] = [
  1009,
  1046,
  1047,
  1049,
  1050,
  1056,
  1058,
  1061,
  1062,
  1070,
  1072,
  1073,
  1089,
  1090, // it cannot follow `source`
  1091,
  2034, // a variable that only a later block uses
  2103, // `cd ..` is seen by the next block, and `errexit` is on
  2148, // no `#!` line
  2154, // a variable that an earlier block, a param or a capture sets
  2164, // `cd` without `|| exit`: `errexit` is on
  2218, // a function that is defined later
  2317, // a function that a later block calls
  2329,
];

/** What it finds at one place. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

/** What ShellCheck finds in shell steps, where it is installed. */
export const shellcheck: DocumentCheck = {
  rules: ['shellcheck'],
  async find(context) {
    const { path, cwd } = context.host;
    const program = findProgram('shellcheck', path, cwd);
    const blocks = findShellBlocks(context.loaded.fences).filter(
      ({ isStep, fence }) => isStep && !fence.body.includes('\0'),
    );
    if (program === null || blocks.length === 0) return { problems: [] };
    if (blocks.length > MOST_BLOCKS) {
      const note = `ShellCheck is left out: ${blocks.length} shell steps are more than ${MOST_BLOCKS}`;
      return { problems: [], note };
    }
    return withPrivateFolder((folder) => inspect(program, blocks, folder, context));
  },
};

async function inspect(
  program: string,
  blocks: readonly ShellBlock[],
  folder: string,
  { document }: CheckContext,
): Promise<CheckResult> {
  const files = new Map(blocks.map((block, index) => [join(folder, `${index}.sh`), block]));
  for (const [file, { fence }] of files) writeFileSync(file, fence.body);
  const args = ['--norc', '--format=json1', '--shell=bash', '--severity=warning'];
  const exclude = `--exclude=${LEFT_OUT.map((code) => `SC${code}`).join(',')}`;
  const printed = await run(program, [...args, exclude, ...files.keys()], folder);
  const findings = readFindings(printed);
  if (findings === undefined) {
    return { problems: [], note: 'ShellCheck is installed, and gives no answer that can be read' };
  }
  const problems = findings.flatMap((finding): Problem[] => {
    const block = files.get(finding.file);
    if (block === undefined) return [];
    const { line, column, level, code, message } = finding;
    return [
      {
        rule: 'shellcheck',
        severity: level === 'error' ? 'error' : 'warning',
        file: document.file,
        ...findBodyPosition(document, block.fence, line - 1, column - 1),
        length: measure(finding, block),
        message: `SC${code}: ${message.replace(/[ .]+$/, '')}`,
      },
    ];
  });
  return { problems };
}

/** What it has answered, or `undefined` when that is something else. */
function readFindings(printed: string): readonly Finding[] | undefined {
  // What it says of most documents needs no schema, and so no library.
  if (printed.trim() === '{"comments":[]}') return [];
  const z = loadLibrary('zod/mini');
  const finding = z.object({
    file: z.string(),
    line: z.number(),
    column: z.number(),
    endLine: z.number(),
    endColumn: z.number(),
    level: z.string(),
    code: z.number(),
    message: z.string(),
  });
  const answer = z.safeParse(z.object({ comments: z.array(finding) }), parseJson(printed));
  return answer.success ? answer.data.comments : undefined;
}

/** A finding that spans lines is shown on the first of them. */
function measure({ line, column, endLine, endColumn }: Finding, { fence }: ShellBlock): number {
  if (line === endLine) return endColumn - column;
  const text = fence.body.split('\n')[line - 1] ?? '';
  return Math.max(0, text.length - column + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(stdout));
  });
}
