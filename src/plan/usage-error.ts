/** The command was asked for something that cannot be: exit 2, nothing ran. */
export class UsageError extends Error {
  /** What to do instead, one line each. */
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[] = []) {
    super(message);
    this.name = 'UsageError';
    this.hints = hints;
  }
}
