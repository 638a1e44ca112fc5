import type { Command } from '../program.ts';
import { runDocument } from './run.ts';

/** `runbook step DOC`. */
export const stepCommand: Command = (invocation, terminal) =>
  runDocument(invocation, terminal, true);
