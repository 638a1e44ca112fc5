/** What shows that an item of the checklist holds: a step that was executed and passed. */
export interface Evidence {
  readonly step: string;
  /** When the step ended; ISO 8601. */
  readonly time: string;
  readonly durationMs: number;
}

/** What became of an item of the document's checklist. */
export interface ChecklistResult {
  /** Document line. */
  readonly line: number;
  readonly text: string;
  /**
   * `verified` and `failed` by the run, `unproven` when nothing there shows it; `confirmed` and
   * `declined` by a person, `unconfirmed` when nobody was asked.
   */
  readonly state: 'verified' | 'failed' | 'unproven' | 'confirmed' | 'declined' | 'unconfirmed';
  /** Why it is not verified, in words. */
  readonly why?: string;
  readonly evidence?: readonly Evidence[];
  /** The person, with when it was said, and a remark. */
  readonly who?: string;
  readonly time?: string;
  readonly note?: string;
}
