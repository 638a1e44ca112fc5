/**
 * Preloaded into the program (`node --require`): the wall clock is off by the milliseconds that the
 * file named in CLOCK_OFFSET_FILE holds, and jumps when that file is written.
 */
const { readFileSync } = require('node:fs');

const TrueDate = Date;

function read() {
  try {
    return Number(readFileSync(process.env.CLOCK_OFFSET_FILE, 'latin1'));
  } catch {
    return 0;
  }
}

globalThis.Date = class extends TrueDate {
  constructor(...args) {
    if (args.length === 0) super(TrueDate.now() + read());
    else super(...args);
  }

  static now() {
    return TrueDate.now() + read();
  }
};
