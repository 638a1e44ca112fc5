/** Ctrl-C at a question that is asked before anything runs: exit 130. */
export class InterruptedQuestion extends Error {
  constructor() {
    super('interrupted: nothing ran');
    this.name = 'InterruptedQuestion';
  }
}
