import { byexample } from './byexample.js';
import { cram } from './cram.js';
import { runme } from './runme.js';
import { scrut } from './scrut.js';
import { tesh } from './tesh.js';
import { txm } from './txm.js';

/** The peers, each of them optional. @type {readonly import('../types.ts').Tool[]} */
export const PEERS = [byexample, cram, runme, scrut, tesh, txm];
