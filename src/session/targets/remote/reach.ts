/** How commands are started on another host: all that is different between a container and `ssh`. */
export interface Reach {
  /** As it was asked for: `docker:web`. */
  readonly name: string;
  /** Whether what the run makes there is gone with it. */
  readonly isFresh: boolean;
  /**
   * The program and arguments that start these words there, with stdin, stdout and stderr as here. What is started there is the
   * first process of a session, by which all that descends from it is found, and not the process that is started here: that
   * one is killed when nothing is wanted any more, and the other hears of it by the end of its stdin.
   */
  command(words: readonly string[]): readonly [string, ...string[]];
  /** Why it does not answer any more, to follow its name, and what to do about it. */
  explainLoss(): Promise<{ readonly why: string; readonly hint: string }>;
  /** Removes what was made for the run alone. */
  close(): Promise<void>;
}
