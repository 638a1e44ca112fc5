import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { installPackage, type PackedFile, packTarball, type Tarball } from './artifacts.ts';

/** What docs/installing.md says as well. */
const MOST_INSTALLED = 4_000_000;
const MOST_FETCHED = 1_000_000;

let tarball: Tarball;
let installed: string;

beforeAll(async () => {
  tarball = await packTarball();
  installed = await installPackage();
}, 300_000);

describe('the package', () => {
  it('holds the program, its documentation, and nothing else', () => {
    const tops = tarball.files.map(({ path }) => path.replace(/\/.*/, '/'));
    expect([...new Set(tops)].sort()).toMatchInlineSnapshot(`
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "dist/",
        "docs/",
        "package.json",
        "runbooks/",
      ]
    `);
    const kinds = tarball.files.map(({ path }) => /(?:\.d)?\.\w+$/.exec(path)?.[0] ?? path);
    expect([...new Set(kinds)].sort()).toMatchInlineSnapshot(`
      [
        ".1",
        ".cjs",
        ".d.ts",
        ".js",
        ".json",
        ".md",
        ".txt",
        "LICENSE",
      ]
    `);
  });

  it('has a size that is known', () => {
    const { size, unpackedSize, files } = tarball;
    const text = `the package: ${inMegabytes(size)} to fetch, ${inMegabytes(unpackedSize)} installed, ${files.length} files`;
    console.log(text);
    const trouble = `${text}; the biggest are\n${describeBiggest(files)}\n`;
    expect(unpackedSize, trouble).toBeLessThan(MOST_INSTALLED);
    expect(size, trouble).toBeLessThan(MOST_FETCHED);
    const page = readFileSync(join(ROOT, 'docs/installing.md'), 'utf8');
    for (const most of [MOST_INSTALLED, MOST_FETCHED])
      expect(page).toContain(`at most ${most / 1e6} MB`);
  });

  it('brings no other package along, and executes nothing when it is installed', () => {
    const beside = readdirSync(dirname(installed)).filter((name) => !name.startsWith('.'));
    expect(beside).toEqual(['runbook']);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(
      Object.keys(manifest.peerDependencies),
    );
    const atInstall = ['preinstall', 'install', 'postinstall'];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
    expect(existsSync(join(installed, 'binding.gyp'))).toBe(false);
  });

  it('has nothing that publint finds', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has declarations that need no more than is there', () => {
    const types = tarball.files.filter(({ path }) => path.endsWith('.d.ts'));
    const imports = types.flatMap(({ path }) => {
      // Comments have examples in them.
      const text = readFileSync(join(installed, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
      return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
        ([, name = '']) => ({ path, name }),
      );
    });
    const missing = imports.filter(({ path, name }) =>
      name.startsWith('.')
        ? !existsSync(join(installed, dirname(path), name.replace(/\.js$/, '.d.ts')))
        : !/^(?:node:.*|vitest)$/.test(name),
    );
    expect(missing).toEqual([]);
    expect(types.length).toBeGreaterThan(10);
  });

  it('fetches what it is built with first, in a clone that has nothing', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const [node = '', ...args] = scripts.prepare.split(' && ')[0].split(' ');
    expect(node).toBe('node');
    const clone = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'clone-'));
    const own = { name: 'clone', type: 'module', dependencies: { tool: 'file:tool' } };
    const link = { resolved: 'tool', link: true };
    const packages = { '': own, tool: { version: '1.0.0' }, 'node_modules/tool': link };
    const files = {
      'package.json': JSON.stringify(own),
      'package-lock.json': JSON.stringify({ name: 'clone', lockfileVersion: 3, packages }),
      'tool/package.json': '{"name": "tool", "version": "1.0.0"}',
      'scripts/setup.js': readFileSync(join(ROOT, 'scripts/setup.js'), 'utf8'),
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      writeFileSync(join(clone, path), text);
    }
    execFileSync(process.execPath, args, { cwd: clone, stdio: 'ignore' });
    expect(readdirSync(join(clone, 'node_modules/tool'))).toEqual(['package.json']);
  });
});

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function describeBiggest(files: readonly PackedFile[]): string {
  return files
    .toSorted((one, other) => other.size - one.size)
    .slice(0, 10)
    .map(({ path, size }) => `  ${inMegabytes(size)}  ${path}`)
    .join('\n');
}
