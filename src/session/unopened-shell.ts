/** A shell that was waited for no longer, since the run was stopped before it answered. */
export class UnopenedShell extends Error {
  constructor() {
    super('the run was stopped before its shell began');
    this.name = 'UnopenedShell';
  }
}
