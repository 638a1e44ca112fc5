import type { Step } from '../model/types.ts';
import type { FailureReason } from './verdict.ts';

/** A block that a person carries out: a `manual` step, or any other one that was taken over. */
export interface ByHandTask {
  readonly step: Step;
  /** Its place among the steps of the run, from 1; greater than `total` for cleanup and the like. */
  readonly index: number;
  /** How many steps the run has, cleanup left out. */
  readonly total: number;
  /**
   * What the block says, for reading and copying: values of params and captures are put in, and
   * `<name>` stands for one that is secret or not known.
   */
  readonly text: string;
  /** Whether the text is a command to run, and not words to follow. */
  readonly isCommand: boolean;
  /** Whether the step has passed before: then it is not left out any more. */
  readonly hasPassed: boolean;
  /** Whether it takes a pasted text to hold it against what is expected, or to capture from. */
  readonly wantsText: boolean;
  /** What it is held against: the pasted text, or the host; empty when nothing is. */
  readonly expected: readonly ExpectedOfTask[];
  /** Variables that are taken from the pasted text. */
  readonly captures: readonly string[];
  /**
   * Why a value that a person gives cannot be that of such a variable, completing "it …";
   * `undefined` when it can.
   */
  readonly refuseValue: (name: string, value: string) => string | undefined;
  /** Why the text that was pasted last does not do; absent when the task is put for the first time. */
  readonly failure?: FailureReason;
}

/** An expectation of a step that a person carries out. */
export interface ExpectedOfTask {
  /** Document line of its fence. */
  readonly line: number;
  /** In a few words, such as `output` or `json expect`. */
  readonly summary: string;
}

/** What a person says of a task. Texts are in that person's words. */
export type ByHandAnswer =
  /** It is done. With a text that was printed, that text is held against the expectations. */
  | { readonly kind: 'done'; readonly pasted?: string; readonly note?: string }
  /** It is done, says a flag of the command line, such as `--manual=done`: nothing can be checked. */
  | { readonly kind: 'flag'; readonly flag: string }
  /** It is done, whatever the expectations say; with the values of what it captures, by name. */
  | {
      readonly kind: 'override';
      readonly why: string;
      readonly captures: ReadonlyMap<string, string>;
    }
  /** It cannot be done: the step fails. */
  | { readonly kind: 'not-done'; readonly note?: string }
  /** It is left out. */
  | { readonly kind: 'skip'; readonly why: string }
  /** The run ends here, to go on later. */
  | { readonly kind: 'quit'; readonly why?: string }
  /** Ctrl-C: the run is interrupted as by a signal. */
  | { readonly kind: 'interrupt' };

/** The question of a `confirm=` attribute. */
export interface Confirmation {
  readonly step: Step;
  /** As in {@link ByHandTask}. */
  readonly index: number;
  readonly total: number;
  /** With values put in, secrets masked. */
  readonly question: string;
}

/** What a person says to a confirmation. There is no answer that is given by default. */
export type ConfirmAnswer =
  | {
      readonly kind: 'yes';
      /** The flag of the command line that says so, such as `--yes`; absent for a person. */
      readonly flag?: string;
    }
  /** The step does not run, and the run ends. */
  | { readonly kind: 'no'; readonly why?: string }
  | { readonly kind: 'interrupt' };

/** How the engine asks for what only a person can do or decide. */
export interface PeopleDialogue {
  /**
   * Shows a task, and waits for what becomes of it. Asked again, with `failure`, when a pasted text
   * does not do.
   *
   * @param signal - aborted when the run has to stop: the question is withdrawn, and the answer,
   * best `interrupt`, does not matter any more
   */
  manual(task: ByHandTask, signal: AbortSignal): Promise<ByHandAnswer>;
  /** Asks a yes-or-no question. `signal` as in {@link PeopleDialogue.manual}. */
  confirm(confirmation: Confirmation, signal: AbortSignal): Promise<ConfirmAnswer>;
}
