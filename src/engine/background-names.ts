/** Variable that marks the processes of background steps, daemons included. */
export const BACKGROUND_TAG = 'RUNBOOK_BACKGROUND';

/** Name of the folder that the shell of a background step has; `index` counts the steps from 1. */
export function nameBackgroundFolder(index: number): string {
  return `background-${index}`;
}
