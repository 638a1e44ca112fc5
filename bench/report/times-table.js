import { memoryOf, ratioOf, timeOf } from '../measure/results.js';
import { formatMemory, formatRatio, formatTime } from './format.js';

/** One row for each candidate: its time, as a ratio to another one, its spread, its memory. */
export function describeTimes(results, base, baseText, names = [...results.keys()]) {
  return {
    head: ['', 'median', `of ${baseText}`, 'fastest and slowest', 'peak memory'],
    rows: names.map((name) => [
      name,
      formatTime(timeOf(results, name)),
      formatRatio(ratioOf(results, name, base)),
      describeSpread(results.get(name)),
      formatMemory(memoryOf(results, name)),
    ]),
  };
}

export function describeSpread({ samples, trouble }) {
  if (trouble !== undefined) return trouble;
  if (samples.length === 0) return 'once';
  const times = samples.map(({ ms }) => ms);
  return `${formatTime(Math.min(...times))} – ${formatTime(Math.max(...times))}`;
}
