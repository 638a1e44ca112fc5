#!/usr/bin/env node
import { loadPart } from './load-part.js';

/** What the file is when it is imported with a query; see `src/own-files/within.ts`. */
const MODULES = { '?js-prelude': './js-prelude.cjs', '?relay': './relay.js' };

const part = MODULES[new URL(import.meta.url).search];
if (part === undefined) await import('../../src/cli/main.ts');
else loadPart(part);
