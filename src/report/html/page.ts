import { createHash } from 'node:crypto';
import { SIGNS } from '../collect/judge.ts';
import { formatElapsed } from '../elapsed.ts';
import { countOf, showControls } from '../visible.ts';
import { escapeHtml } from './escape.ts';
import type { RunRow } from './run.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/**
 * Nothing is loaded from anywhere, and nothing runs but the page's own script: what a document or a
 * program has written could not even if it came through as markup.
 */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Everything before the first run. */
export function showHead(rows: readonly RunRow[]): string {
  const [first] = rows;
  const title = rows.length === 1 && first ? first.title : countOf(rows.length, 'document');
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${SIGNS[worst(rows)]} ${shown(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body data-filter="all">',
    '<a class="skip-link" href="#runs">Skip to the document</a>',
    `<header class="page"><h1>${rows.length === 1 ? 'Runbook report' : shown(title)}</h1>${showRows(rows)}</header>`,
    showTools(failed),
    '<main id="runs" tabindex="-1">',
    '',
  ].join('\n');
}

/** Everything after the last one. */
export function showFoot(): string {
  return [
    '</main>',
    '<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>',
    ...KEYS.map(([keys, text]) => `<dt>${keys}</dt><dd>${text}</dd>`),
    '</dl><form method="dialog"><button>Close</button></form></dialog>',
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const KEYS = [
  ['<kbd>j</kbd> <kbd>k</kbd>', 'next, previous step'],
  ['<kbd>n</kbd> <kbd>p</kbd>', 'next, previous failure'],
  ['<kbd>f</kbd>', 'only failures, everything'],
  ['<kbd>o</kbd>', 'output of this step'],
  ['<kbd>O</kbd>', 'all outputs'],
  ['<kbd>t</kbd>', 'light, dark'],
  ['<kbd>?</kbd>', 'this help'],
] as const;

function worst(rows: readonly RunRow[]): RunRow['status'] {
  const order = ['failed', 'error', 'overridden'] as const;
  return order.find((status) => rows.some((row) => row.status === status)) ?? 'passed';
}

function showRows(rows: readonly RunRow[]): string {
  if (rows.length === 1) return '';
  const lines = rows.map(
    ({ anchor, document, status, word, durationMs }) =>
      `<tr data-status="${status}"><th scope="row"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> <a href="#${anchor}">${shown(document)}</a></th><td>${shown(word)}</td><td class="time">${formatElapsed(durationMs)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Document</th><th scope="col">Result</th><th scope="col" class="time">Time</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

/** Without the script none of them does anything, so none of them is there. */
function showTools(failed: number): string {
  return [
    '<nav class="tools" aria-label="View"><div>',
    '<button type="button" data-set-filter="all" aria-pressed="true" hidden>Everything</button>',
    `<button type="button" data-set-filter="failed" aria-pressed="false" hidden>Failures (${failed})</button>`,
    '<button type="button" data-key="n" hidden>Next failure</button>',
    '<button type="button" data-key="O" hidden>All outputs</button>',
    '<button type="button" data-key="t" hidden>Light or dark</button>',
    '<button type="button" data-key="?" hidden>Keys</button>',
    '<span class="unseen" id="said" role="status"></span>',
    '</div></nav>',
  ].join('');
}

function shown(text: string): string {
  return escapeHtml(showControls(text));
}
