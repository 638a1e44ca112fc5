import { explain } from './explain.js';
import { lines } from './lines.js';
import { longDocument } from './long-document.js';
import { output } from './output.js';
import { printing } from './printing.js';
import { startProfile } from './start-profile.js';
import { startup } from './startup.js';
import { stepProfile } from './step-profile.js';
import { steps } from './steps.js';
import { suite } from './suite.js';

/** In the order of the page. @type {readonly import('../types.ts').Measurement[]} */
export const MEASUREMENTS = [
  startup,
  steps,
  output,
  longDocument,
  suite,
  lines,
  startProfile,
  stepProfile,
  explain,
  printing,
];
