import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { buildSingleFile, installPackage } from './artifacts.ts';

/** What stands above each piece of a bundle: the file that it comes from, seen from the project. */
const ORIGIN = /^\s*\/\/ \S*\bnode_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm;

let packages: ReadonlySet<string>;
let texts: Readonly<Record<'package' | 'single file', string>>;

beforeAll(async () => {
  const dist = join(await installPackage(), 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const code = files.filter((name) => /\.c?js$/.test(name));
  const origins = code.flatMap((name) => [
    ...readFileSync(join(dist, name), 'utf8').matchAll(ORIGIN),
  ]);
  packages = new Set(origins.map(([, name = '']) => name));
  texts = {
    package: readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8'),
    'single file': readFileSync(await buildSingleFile(), 'utf8'),
  };
}, 300_000);

describe.each(['package', 'single file'] as const)('the %s', (form) => {
  it('has the name and the licence of every package that is in it', () => {
    expect(packages.size).toBeGreaterThan(30);
    for (const name of packages) {
      const folder = join(ROOT, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      expect(texts[form]).toContain(`\n${name} ${version} (${license})\n`);
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one)) ?? '';
      const licence = readFileSync(join(folder, file), 'utf8').trim();
      expect(texts[form].includes(licence), `the licence of ${name} is there`).toBe(true);
    }
  });

  it('has what zx says of the packages that it has bundled itself', () => {
    const path = join(ROOT, 'node_modules/zx/build/3rd-party-licenses');
    expect(texts[form]).toContain(readFileSync(path, 'utf8').trim());
  });
});

describe('a build', () => {
  it.each([
    [
      'a licence that is not known',
      { license: 'BUSL-1.1' },
      'LICENSE',
      'its licence (BUSL-1.1) is not one of those known to allow it',
    ],
    ['no licence', {}, 'LICENSE', 'its licence (none) is not one of those known to allow it'],
    [
      'a licence without its text',
      { license: 'MIT' },
      'README.md',
      'has no file with the text of its licence (MIT)',
    ],
  ])('fails with a package that has %s', (_what, manifest, file, message) => {
    const root = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'notices-'));
    const folder = join(root, 'node_modules/@scope/odd');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
    writeFileSync(join(folder, file), 'text');
    const { status, stderr } = findBundled(root, '@scope/odd');
    expect(status).toBe(1);
    expect(stderr).toContain('@scope/odd is bundled, and ');
    expect(stderr).toContain(message);
  });
});

/** The build's look at a bundle with one package. */
function findBundled(root: string, name: string) {
  const inputs = { [`node_modules/${name}/index.js`]: {} };
  const code = `
    import { findBundled } from ${JSON.stringify(join(ROOT, 'scripts/notices.js'))};
    findBundled([{ outputs: { out: { inputs: ${JSON.stringify(inputs)} } } }], process.argv[1]);
  `;
  const args = ['--input-type=module', '--eval', code, root];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}
