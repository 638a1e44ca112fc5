/** What holds outputs against expectations of every kind: loaded by what is about to run some. */
import './assert/evaluate-conditions.ts';
import './json/evaluate-value.ts';
import './lines/evaluate-lines.ts';
