/** The Nodes that the package is used with: the oldest that it admits, and the newest of each later line. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeOnce } from '../helpers/once.ts';
import { ROOT } from '../helpers/paths.ts';
import { npm } from './artifacts.ts';

export const NODES = ['20.19.0', '22', '24'] as const;

/** Kept from run to run; `rm -r node_modules/.cache` has the newest fetched. */
const CACHE = join(ROOT, 'node_modules/.cache/nodes');

/** Path of a Node, which npm fetches when it is not there yet. */
export async function findNode(version: string): Promise<string> {
  await makeOnce('nodes', fetchNodes);
  const path = join(CACHE, `node_modules/${aliasOf(version)}/bin/node`);
  const { stdout } = await promisify(execFile)(path, ['--version']);
  if (!stdout.startsWith(`v${version}`)) throw new Error(`${path} is ${stdout}`);
  return path;
}

async function fetchNodes(): Promise<void> {
  if (NODES.every((version) => existsSync(join(CACHE, 'node_modules', aliasOf(version))))) return;
  const parent = join(ROOT, 'node_modules/.cache');
  mkdirSync(parent, { recursive: true });
  const beside = mkdtempSync(join(parent, 'nodes-'));
  try {
    writeFileSync(join(beside, 'package.json'), '{"private": true}\n');
    // These hold the binaries; the package `node` fetches one of them when it is installed.
    const name = `node-${process.platform}-${process.arch}`;
    const wanted = NODES.map((version) => `${aliasOf(version)}@npm:${name}@${version}`);
    await npm(beside, 'install', '--ignore-scripts', ...wanted);
    // Headers and manuals are half of it.
    for (const version of NODES)
      for (const name of ['include', 'share'])
        rmSync(join(beside, 'node_modules', aliasOf(version), name), { recursive: true });
    rmSync(CACHE, { recursive: true, force: true });
    renameSync(beside, CACHE);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function aliasOf(version: string): string {
  return `node-${version}`;
}
