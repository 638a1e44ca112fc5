/** A piece of a body that is replaced; offsets are of the body. */
export interface BodyEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The same with holes for what differs. */
  readonly pattern?: string;
  /** A pattern that is given up, as written. */
  readonly givesUp?: string;
}

/** There is no edit of a body that says what it would have to say. */
export class NoEditError extends Error {
  /** @param message one sentence without full stop */
  constructor(message: string) {
    super(message);
    this.name = 'NoEditError';
  }
}
