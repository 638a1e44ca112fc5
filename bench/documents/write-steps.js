/** So many steps that print their number, and expect it. @returns {import('../types.ts').BenchStep[]} */
export function writeSteps(count) {
  return Array.from({ length: count }, (_, index) => ({
    code: `echo ${index + 1}`,
    output: [String(index + 1)],
  }));
}

/** The same without expectations. */
export const writeBareSteps = (count) => writeSteps(count).map((step) => ({ ...step, output: [] }));
