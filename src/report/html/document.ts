import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { parseMarkdown } from '../../document/parse.ts';
import type { MarkdownDocument } from '../../document/types.ts';
import { createMarkdownIt } from '../../libraries/markdown-it.ts';
import { CHECK_SIGNS } from '../checklist-text.ts';
import { judgeStep, SIGNS, type Status } from '../collect/judge.ts';
import type { ReportedStep } from '../collect/types.ts';
import { showControls } from '../visible.ts';
import { escapeHtml } from './escape.ts';
import { type RunView, showStep } from './step.ts';

/** Headings of a document stand below that of the run. */
const HEADING_OFFSET = 2;

/** Tags of HTML that say something about text alone; all others are left away, and what has no text. */
const KEPT_TAGS = /^<\/?(?:br|kbd|sub|sup|b|i|em|strong|code|s)\s*\/?>$/i;

/** The document as its readers see it, each block of a step with what became of it. */
export function showDocument(view: RunView): string {
  const { run } = view;
  const rest = new Map(run.steps.map((step) => [step.view.line, step]));
  const text = run.text === undefined ? '' : renderText(run.text, view, rest);
  // Steps without a place, as of a document that is not known.
  const others = [...rest.values()].map((step) => showStep(step, view, showCommand(step)));
  return text + others.join('');
}

function showCommand({ view: { command, file } }: ReportedStep): string {
  const code = command ?? file;
  return code === undefined
    ? ''
    : `<pre class="code" tabindex="0">${escapeHtml(showControls(code))}\n</pre>`;
}

function renderText(text: string, view: RunView, rest: Map<number, ReportedStep>): string {
  const document = parseMarkdown(text, view.run.document);
  const renderer = createRenderer(document, view, rest);
  const tokens = renderer.parse(withoutFrontMatter(document).join('\n'), {});
  markTasks(tokens, view);
  return renderer.renderer.render(tokens, renderer.options, {});
}

/** Task items have the sign of what the run has made of them. */
function markTasks(tokens: readonly Token[], { run }: RunView): void {
  const states = new Map(run.checklist?.items.map(({ line, state }) => [line, state]));
  for (const [at, item] of tokens.entries()) {
    const text = tokens[at + 2]?.children?.[0];
    const task = item.type === 'list_item_open' && /^\[([ xX])\] /.exec(text?.content ?? '');
    if (!task || text === undefined) continue;
    const state = states.get((item.map?.[0] ?? -1) + 1);
    item.attrJoin('class', 'task');
    const sign = state === undefined ? (task[1] === ' ' ? '☐' : '☑') : CHECK_SIGNS[state];
    text.content = `${sign} ${text.content.slice(4)}`;
  }
}

/** The lines of the document, those of the front matter empty: each keeps its number. */
function withoutFrontMatter({ lines, frontMatter }: MarkdownDocument): string[] {
  if (frontMatter === null) return [...lines];
  const end = lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  return lines.map((line, at) => (at <= end ? '' : line));
}

function createRenderer(
  document: MarkdownDocument,
  view: RunView,
  rest: Map<number, ReportedStep>,
): InstanceType<typeof MarkdownIt> {
  const markdown = createMarkdownIt();
  const { rules } = markdown.renderer;
  const slugs = new Map(document.headings.map(({ line, slug }) => [line, slug]));
  const checks = listChecks(view);
  rules['heading_open'] = (tokens, at) => {
    const token = tokens[at];
    const slug = slugs.get((token?.map?.[0] ?? -1) + 1);
    const id = slug === undefined ? '' : ` id="${view.prefix}-${escapeHtml(slug)}"`;
    return `<h${levelOf(token?.tag)}${id}>`;
  };
  rules['heading_close'] = (tokens, at) => `</h${levelOf(tokens[at]?.tag)}>\n`;
  rules['fence'] = (tokens, at) => {
    const token = tokens[at];
    const line = (token?.map?.[0] ?? -1) + 1;
    const lang = /^\S*/.exec(token?.info ?? '')?.[0] ?? '';
    const code = showCode(token?.content ?? '', lang);
    const step = rest.get(line);
    if (step !== undefined) {
      rest.delete(line);
      return showStep(step, view, code);
    }
    const check = checks.get(line);
    return check === undefined ? code : showCheck(check, code);
  };
  for (const cell of ['th', 'td'])
    rules[`${cell}_open`] = (tokens, at) => `<${cell}${alignmentOf(tokens[at])}>`;
  rules['code_block'] = (tokens, at) => showCode(tokens[at]?.content ?? '', '');
  rules['html_block'] = (tokens, at) => cleanHtml(tokens[at]?.content ?? '');
  rules['html_inline'] = (tokens, at) => cleanHtml(tokens[at]?.content ?? '');
  // An image would be asked for from somewhere.
  rules['image'] = (tokens, at) =>
    `<span class="image">${escapeHtml(tokens[at]?.content ?? '')}</span>`;
  rules['link_open'] = (tokens, at) => openLink(String(tokens[at]?.attrGet('href') ?? ''), view);
  return markdown;
}

/** As a class: the page has no styles of single elements. */
function alignmentOf(cell: Token | undefined): string {
  const side = /text-align:\s*(center|right)/.exec(String(cell?.attrGet('style') ?? ''))?.[1];
  return side === undefined ? '' : ` class="${side}"`;
}

function levelOf(tag = 'h1'): number {
  return Math.min(6, Number(tag.slice(1)) + HEADING_OFFSET);
}

function showCode(content: string, lang: string): string {
  const shown = content.replace(/\n$/, '').split('\n').map(showControls).join('\n');
  const name = lang === '' ? '' : ` data-lang="${escapeHtml(lang)}"`;
  return `<pre class="code" tabindex="0"${name}><code>${escapeHtml(shown)}\n</code></pre>`;
}

/** Links lead away or to a heading of the document; a file beside it is not beside the page. */
function openLink(href: string, { prefix }: RunView): string {
  if (href.startsWith('#')) return `<a href="#${prefix}-${escapeHtml(href.slice(1))}">`;
  if (/^(?:https?|mailto):/i.test(href))
    return `<a href="${escapeHtml(href)}" rel="noreferrer noopener">`;
  return `<a title="${escapeHtml(href)}">`;
}

function cleanHtml(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .split(/(<[^>]*>)/)
    .map((part) => {
      if (!part.startsWith('<')) return escapeHtml(part);
      return KEPT_TAGS.test(part) ? part : '';
    })
    .join('');
}

/** A fence that a step was held against. */
interface Check {
  readonly summary: string;
  readonly step: string;
  readonly status: Status;
}

function listChecks({ run }: RunView): Map<number, Check> {
  return new Map(
    run.steps.flatMap((step) =>
      (step.view.expects ?? []).map(({ line, summary }): [number, Check] => [
        line,
        { summary, step: step.view.id, status: judgeCheck(step, line, run) },
      ]),
    ),
  );
}

function judgeCheck(step: ReportedStep, line: number, run: RunView['run']): Status {
  const { status } = judgeStep(step, run);
  const reason = step.failure?.reason;
  if (status === 'passed') return 'passed';
  if (reason?.kind !== 'expectation') return 'skipped';
  return reason.failures.some((failure) => failure.line === line) ? 'failed' : 'passed';
}

const HELD: Readonly<Record<Status, string>> = {
  passed: 'holds',
  failed: 'does not hold',
  skipped: 'not compared',
  overridden: 'not compared',
  error: 'not compared',
  cause: 'does not hold',
};

function showCheck({ summary, step, status }: Check, code: string): string {
  const label = `${summary} of ${step}: ${HELD[status]}`;
  return [
    `<div class="check" role="group" data-status="${status}" aria-label="${escapeHtml(label)}">`,
    `<p class="bar"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> ${escapeHtml(summary)} <span class="word">${HELD[status]}</span></p>`,
    `${code}</div>`,
  ].join('');
}
