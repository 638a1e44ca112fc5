/** What the page can do beyond being read. It asks nothing of anybody, and runs where it is opened. */
export const SCRIPT = `
'use strict';
const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
const body = document.body;
const BAD = '.step[data-status=failed], .step[data-status=error]';
for (const one of $('nav.tools [hidden], button.more')) one.hidden = false;

function setFilter(filter) {
  body.dataset.filter = filter;
  for (const button of $('[data-set-filter]'))
    button.setAttribute('aria-pressed', String(button.dataset.setFilter === filter));
  document.getElementById('said').textContent =
    filter === 'failed' ? 'only failures are shown' : 'everything is shown';
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem('runbook-theme', theme); } catch {}
}
function toggleTheme() {
  const { theme } = document.documentElement.dataset;
  const isDark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  setTheme(isDark ? 'light' : 'dark');
}
try {
  const kept = localStorage.getItem('runbook-theme');
  if (kept) document.documentElement.dataset.theme = kept;
} catch {}

function move(selector, by) {
  const steps = $(selector).filter((step) => step.checkVisibility());
  if (steps.length === 0) return;
  const here = document.activeElement.closest('.step');
  let at = steps.indexOf(here);
  if (at === -1) {
    const top = here ? here.getBoundingClientRect().top : 80;
    const next = steps.findIndex((step) => step.getBoundingClientRect().top >= top);
    at = by > 0 ? (next === -1 ? steps.length : next) - 1 : next === -1 ? steps.length : next;
  }
  const step = steps[Math.max(0, Math.min(steps.length - 1, at + by))];
  step.focus({ preventScroll: true });
  step.scrollIntoView({ block: 'start' });
}

async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
async function showAll(button) {
  const long = button.closest('.long');
  const pre = document.createElement('pre');
  pre.tabIndex = 0;
  pre.textContent = await inflate(long.querySelector('.whole').textContent);
  long.replaceChildren(pre);
  pre.focus();
}

function toggleOutputs(root) {
  const outputs = $('details.output', root);
  const open = outputs.some((one) => !one.open);
  for (const one of outputs) one.open = open;
}

const help = document.getElementById('help');
const KEYS = {
  j: () => move('.step', 1),
  k: () => move('.step', -1),
  n: () => move(BAD, 1),
  p: () => move(BAD, -1),
  f: () => setFilter(body.dataset.filter === 'failed' ? 'all' : 'failed'),
  o: () => {
    const step = document.activeElement.closest('.step');
    if (step) toggleOutputs(step);
  },
  O: () => toggleOutputs(document),
  t: toggleTheme,
  '?': () => help.showModal(),
};
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const action = KEYS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});
addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button === null) return;
  if (button.dataset.setFilter) setFilter(button.dataset.setFilter);
  if (button.dataset.key) KEYS[button.dataset.key]();
  if (button.matches('.more')) showAll(button);
});
`;
