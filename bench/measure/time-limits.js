/** A peer's run that takes longer is not repeated. */
export const REPEAT_LIMIT_MS = 6_000;
/** After it a peer is ended, and what it does is not measured. */
export const TIME_LIMIT_MS = 45_000;
