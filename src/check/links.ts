import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { findLinks, type Link } from '../document/find-links.ts';
import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { readChecklist } from '../model/checklist.ts';
import { nearestName, onlyNearest } from '../model/nearest.ts';
import { type Complaint, suggest } from '../model/problems.ts';
import type { CheckContext, CheckHost, DocumentCheck } from './types.ts';

/** Links and images to files and headings that are not there, and labels that are not defined. */
export const links: DocumentCheck = {
  rules: ['broken-link', 'broken-anchor', 'broken-reference'],
  find(context) {
    const { document, host } = context;
    const found = findLinks(document);
    const own = new Set([...found.anchors, ...findChecklistTargets(context)]);
    const anchorsOf = rememberAnchors(document, own, host);
    return {
      problems: found.links.flatMap((link) => {
        const complaint = checkLink(link, context, anchorsOf);
        return complaint === undefined ? [] : [locate(link, document.file, complaint)];
      }),
    };
  },
};

/** An item of the checklist may name the step that proves it, which is no anchor for a reader. */
function findChecklistTargets({ document, loaded }: CheckContext): readonly string[] {
  const items = readChecklist({ document, steps: loaded.steps, config: loaded.config });
  return items.flatMap(({ targets, steps }) =>
    targets.map((target) => target.slice(1)).filter((name) => steps.some(({ id }) => id === name)),
  );
}

type AnchorsOf = (path: string) => ReadonlySet<string> | null;

function locate(
  { kind, target, position, length }: Link,
  file: string,
  complaint: Complaint,
): Problem {
  const { rule, message, hint, fix } = complaint;
  return {
    rule,
    severity: kind === 'reference' ? 'warning' : 'error',
    file,
    ...position,
    length,
    message,
    ...(hint === undefined ? {} : { hint }),
    // A target with escapes is not put together anew.
    ...(fix === undefined || length !== target.length ? {} : { fix }),
  };
}

function checkLink(
  { kind, target, position }: Link,
  context: CheckContext,
  anchorsOf: AnchorsOf,
): Complaint | undefined {
  const { document, host } = context;
  if (kind === 'reference') return refuseLabel(target, document);
  if (isElsewhere(target)) return undefined;
  const [path = '', fragment] = target.split(/#(.*)/s, 2);
  const here = resolve(host.cwd, document.file);
  const file = path === '' ? here : resolveTarget(decode(path.replace(/\?.*$/s, '')), here);
  if (file === null) return undefined;
  if (file !== here && !existsSync(file)) {
    return {
      rule: 'broken-link',
      message: `\`${path}\` is not there`,
      hint:
        anchorsOf(here)?.has(path) || isStepOfItem(position.line, path, context)
          ? `write \`#${path}\` for what is in this document`
          : describeMissing(file, host),
    };
  }
  if (fragment === undefined || fragment === '' || fragment === 'top') return undefined;
  if (/^L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?$/.test(fragment) && path !== '') return undefined;
  return refuseAnchor(decode(fragment), path, anchorsOf(file));
}

/** Whether a link would name a step, which only an item of the checklist can. */
function isStepOfItem(line: number, name: string, { document, loaded }: CheckContext): boolean {
  const isItem = /^\s*(?:[-*+]|\d+[.)]) \[[ xX]\]/.test(document.lines[line - 1] ?? '');
  return isItem && loaded.steps.some(({ id }) => id === name);
}

function refuseLabel(label: string, { definitions }: MarkdownDocument): Complaint {
  const labels = [...definitions.keys()].map((name) => name.toLowerCase());
  const hint = suggest(nearestName(label, labels), `define it: \`[${label}]: TARGET\``);
  const message = `no link is defined for \`[${label}]\``;
  return { rule: 'broken-reference', message, hint, fix: onlyNearest(label, labels) };
}

function refuseAnchor(
  anchor: string,
  path: string,
  anchors: ReadonlySet<string> | null,
): Complaint | undefined {
  if (
    anchors === null ||
    anchors.has(anchor) ||
    anchors.has(anchor.replace(/^user-content-/, ''))
  ) {
    return undefined;
  }
  const where = path === '' ? 'this document' : `\`${path}\``;
  const message = `\`#${anchor}\` is no heading or anchor of ${where}`;
  const meant = onlyNearest(anchor, anchors);
  // Which of several numbered headings was meant is for people to know.
  const isNumbered = meant?.replace(/\d+/g, '') === anchor.replace(/\d+/g, '');
  const near = nearestName(anchor, anchors);
  const hint = suggest(near && `#${near}`);
  const fix = meant && !isNumbered && /^[\w-]+$/.test(meant) ? `${path}#${meant}` : undefined;
  return { rule: 'broken-anchor', message, hint, fix };
}

/** Another site, an address of mail, and whatever else has a scheme. */
function isElsewhere(target: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(target);
}

/** The file that a path leads to; `null` where that cannot be known from here. */
function resolveTarget(path: string, document: string): string | null {
  const root = findRoot(dirname(document));
  if (path.startsWith('/')) return root === null ? null : join(root, path);
  const file = resolve(dirname(document), path);
  // `../../issues` leaves the repository: a page of the site that shows it.
  return root !== null && relative(root, file).startsWith('..') ? null : file;
}

const roots = new Map<string, string | null>();

/** The root of the repository around a folder. */
function findRoot(folder: string): string | null {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  const isRoot = existsSync(join(folder, '.git'));
  const parent = dirname(folder);
  const root = isRoot ? folder : parent === folder ? null : findRoot(parent);
  roots.set(folder, root);
  return root;
}

function describeMissing(file: string, { cwd }: CheckHost): string {
  const shown = relative(cwd, file);
  return `there is no ${shown.startsWith('..') ? file : shown}`;
}

function rememberAnchors(
  document: MarkdownDocument,
  ownAnchors: ReadonlySet<string>,
  host: CheckHost,
): AnchorsOf {
  const own = resolve(host.cwd, document.file);
  const known = new Map<string, ReadonlySet<string> | null>([
    [own, new Set([...document.headings.map(({ slug }) => slug), ...ownAnchors])],
  ]);
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const other = /\.(?:md|markdown)$/i.test(path) ? host.readDocument(path) : null;
    const anchors =
      other && new Set([...other.headings.map(({ slug }) => slug), ...findLinks(other).anchors]);
    known.set(path, anchors);
    return anchors;
  };
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
