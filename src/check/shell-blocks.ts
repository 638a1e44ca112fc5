import type { Problem } from '../document/problem.ts';
import type { Fence } from '../document/types.ts';
import type { TaggedFence } from '../model/attach.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import { findReferences } from '../model/references.ts';
import { findProgram } from '../plan/find-program.ts';
import type { CheckHost } from './types.ts';

/** A fence whose content is a script for bash. */
export interface ShellBlock {
  readonly fence: Fence;
  /** Whether a run would execute it, or write it as it stands. What a person does is not. */
  readonly isTagged: boolean;
  /** Whether it is a step of the session, not a file that is written. */
  readonly isStep: boolean;
}

/** The scripts of a document. What shows a prompt is a transcript and none. */
export function findShellBlocks(fences: readonly TaggedFence[]): readonly ShellBlock[] {
  return fences.flatMap(({ fence, tag, draft }): ShellBlock[] => {
    if (!SHELL_LANGUAGES.includes(tag.lang) || fence.body === '') return [];
    if (tag.kind === 'untagged') {
      return showsPrompt(fence.body) ? [] : [{ fence, isTagged: false, isStep: false }];
    }
    if (tag.kind !== 'step' && tag.kind !== 'refused') return [];
    // A person does it, somewhere, and puts a value where `<name>` stands.
    if (draft?.role === 'manual')
      return showsPrompt(fence.body) ? [] : [{ fence, isTagged: false, isStep: false }];
    const values = draft?.attributes.values;
    if (values?.file === undefined) return [{ fence, isTagged: true, isStep: true }];
    const isWhole = !values.append && !(values.expand && findReferences(fence.body).length > 0);
    return isWhole ? [{ fence, isTagged: true, isStep: false }] : [];
  });
}

function showsPrompt(body: string): boolean {
  return /^\s*\$ /m.test(body);
}

/**
 * The bash that checks are made with: the caller's. A document can name a `shell` and a `PATH` of
 * its own, and what it names must not be started.
 */
export function findBash({ path, cwd }: CheckHost): string | null {
  return findProgram('bash', path, cwd);
}

/** Where a fault of a script is, before it has a place in the document. */
export interface ScriptFault {
  /** Line of the script, from 1. */
  readonly line: number;
  readonly severity: Problem['severity'];
  readonly message: string;
}
