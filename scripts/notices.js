/** The licences of what a bundle is made of. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that ask for no more than that their text comes along. */
const KNOWN = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** The folder of a package in the path of a file, and its name. */
const PACKAGE = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Files whose text has to come along; `3rd-party-licenses` are those of what a package has bundled itself. */
const LEGAL = /^(?:licen[cs]e|copying|notice)|(?:3rd|third)-?party/i;

/**
 * The packages of which something is in the bundles, by name. Throws when one cannot be passed on as it is.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
export function findBundled(metafiles, root) {
  const folders = new Map();
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const path of Object.keys(inputs)) {
        const [, folder, name] = PACKAGE.exec(path) ?? [];
        if (folder !== undefined) folders.set(folder, name);
      }
  return [...folders]
    .map(([folder, name]) => describePackage(join(root, folder), name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function describePackage(folder, name) {
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!KNOWN.has(license))
    throw new Error(
      `${name} is bundled, and its licence (${license ?? 'none'}) is not one of those known to allow it: ${[...KNOWN].join(', ')}`,
    );
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('node_modules') && LEGAL.test(path.split('/').at(-1)))
    .sort()
    .map((path) => readFileSync(join(folder, path), 'utf8').trim());
  if (texts.length === 0)
    throw new Error(
      `${name} is bundled, and has no file with the text of its licence (${license}), which has to come along`,
    );
  return { name, version, license, texts };
}

/** The text for people, with each licence in full. */
export function describeNotices(packages) {
  const list = packages.map(({ name, version, license }) => `  ${name} ${version}  ${license}`);
  const parts = packages.map(({ name, version, license, texts }) =>
    [`${'-'.repeat(80)}\n${name} ${version} (${license})`, ...texts].join('\n\n'),
  );
  return `runbook contains these packages:\n\n${list.join('\n')}\n\n${parts.join('\n\n')}\n`;
}
