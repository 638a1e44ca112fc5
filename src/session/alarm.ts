/** The longest delay that Node's timers know; more would go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

interface Alarm {
  /** As `performance.now()` counts. */
  readonly at: number;
  readonly act: () => void;
  /** Whether the process stays for it. */
  readonly holds: boolean;
}

const pending = new Set<Alarm>();
/** How many of them hold the process. */
let holding = 0;
let timer: NodeJS.Timeout | undefined;
let ringsAt = Number.POSITIVE_INFINITY;

/**
 * Calls `act` in so many milliseconds, like `setTimeout`, for what every step sets and hardly any step
 * lets go off. A timer of Node's for each of these was a tenth of what a small step costs; here one that
 * is under way already, and goes off no later, serves the next alarms as well.
 *
 * @param holds - whether the process stays for it, which might have nothing else to do
 * @returns takes it back
 */
export function setAlarm(ms: number, act: () => void, holds = true): () => void {
  const alarm = { at: performance.now() + ms, act, holds };
  pending.add(alarm);
  if (holds) hold();
  if (alarm.at < ringsAt) arm();
  return () => remove(alarm);
}

function hold(): void {
  holding += 1;
  if (holding === 1) timer?.ref();
}

function remove(alarm: Alarm): void {
  if (!pending.delete(alarm) || !alarm.holds) return;
  holding -= 1;
  if (holding === 0) timer?.unref();
}

function arm(): void {
  clearTimeout(timer);
  timer = undefined;
  ringsAt = Math.min(...[...pending].map(({ at }) => at));
  if (ringsAt === Number.POSITIVE_INFINITY) return;
  const ms = Math.ceil(ringsAt - performance.now());
  timer = setTimeout(ring, Math.min(Math.max(ms, 0), LONGEST_MS));
  if (holding === 0) timer.unref();
}

function ring(): void {
  const now = performance.now();
  const due = [...pending].filter(({ at }) => at <= now);
  for (const alarm of due) remove(alarm);
  arm();
  for (const { act } of due) act();
}
