import { findBodyPosition } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { parseScripts } from './parse-scripts.ts';
import { withPrivateFolder } from './private-folder.ts';
import { findBash, findShellBlocks, type ScriptFault, type ShellBlock } from './shell-blocks.ts';
import type { DocumentCheck } from './types.ts';

/** Shell blocks that bash cannot parse, tagged or not. */
export const bashSyntax: DocumentCheck = {
  rules: ['bash-syntax'],
  async find({ document, loaded: { fences }, host }) {
    const blocks = findShellBlocks(fences);
    if (blocks.length === 0) return { problems: [] };
    const bash = findBash(host);
    if (bash === null) {
      return { problems: [], note: 'there is no `bash` on PATH, so no shell block was parsed' };
    }
    const faults = await findFaults(blocks, bash);
    const problems = blocks.flatMap((block) => {
      const fault = faults.get(readScript(block));
      return fault === undefined ? [] : [locate(document, block, fault)];
    });
    // Steps that a person does are counted as steps.
    const untagged = new Set(
      fences.filter(({ draft }) => draft === undefined).map(({ fence }) => fence),
    );
    const parsed = blocks.filter(
      (block) => !block.isTagged && untagged.has(block.fence) && !faults.has(readScript(block)),
    );
    return { problems, parsed: parsed.map(({ fence }) => fence) };
  },
};

/** The faults by the text of the script: what stands in a document twice is parsed once. */
async function findFaults(
  blocks: readonly ShellBlock[],
  bash: string,
): Promise<ReadonlyMap<string, ScriptFault>> {
  const scripts = [...new Set(blocks.map(readScript))];
  const extglob = blocks.some(({ fence }) => fence.body.includes('extglob'));
  const faults = await withPrivateFolder((folder) =>
    parseScripts(scripts, { bash, extglob, folder }),
  );
  return new Map([...faults].map(([index, fault]) => [scripts[index] ?? '', fault]));
}

/** Untagged blocks are for people, who put a value where `<name>` stands. */
function readScript({ fence, isTagged }: ShellBlock): string {
  if (isTagged || !fence.body.includes('<')) return fence.body;
  return fence.body.replace(/(?<![<&\d])<[A-Za-z][\w .-]*>/g, (placeholder) =>
    'x'.repeat(placeholder.length),
  );
}

function locate(
  document: MarkdownDocument,
  { fence, isTagged }: ShellBlock,
  { line, severity, message }: ScriptFault,
): Problem {
  const text = fence.body.split('\n')[line - 1] ?? '';
  const index = text.length - text.trimStart().length;
  return {
    rule: 'bash-syntax',
    severity: isTagged ? severity : 'warning',
    file: document.file,
    ...findBodyPosition(document, fence, line - 1, index),
    length: text.trim().length,
    message,
    ...(isTagged ? {} : { hint: 'mend it, or say `no-check` if it is not meant to be a script' }),
  };
}
