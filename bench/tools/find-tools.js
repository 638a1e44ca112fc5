import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSTALLERS } from './installers.js';
import { probeTool } from './probe-tool.js';
import { PEERS } from './registry.js';
import { CLI, runbook } from './runbook.js';

/** Outlives the runs, and goes with `node_modules`. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/bench-peers', import.meta.url));
/** A peer that takes longer to build is none for this run. */
const INSTALL_LIMIT_MS = 10 * 60_000;

/** Our built program. @returns {import('../types.ts').FoundTool} */
export function findOurs() {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return { ...runbook, words: [process.execPath, CLI], version };
}

/**
 * Every peer that is here or can be installed and that does what is said of it, and the others with the
 * reason.
 * @returns {Promise<{ found: import('../types.ts').FoundTool[], missing: import('../types.ts').MissingTool[] }>}
 */
export async function findPeers(folder, log) {
  const found = [];
  const missing = [];
  for (const tool of PEERS) {
    try {
      const peer = findProgram(tool, log);
      await probeTool(peer, join(folder, 'probe', tool.name));
      found.push(peer);
    } catch (error) {
      log(`${tool.name} is absent: ${error.message}`);
      missing.push({ ...tool, reason: error.message });
    }
  }
  return { found, missing };
}

function findProgram(tool, log) {
  const folder = join(CACHE, tool.name);
  const installer = INSTALLERS.find(({ name }) => name === tool.install.by);
  const program = installer.program(folder, tool.name);
  if (!existsSync(program)) {
    const onPath = findOnPath(tool.name);
    if (onPath !== undefined) return describe(tool, onPath, undefined);
    log(`installing ${tool.name} with ${installer.name} (once)`);
    install(installer, folder, tool.install.package);
  }
  return describe(tool, program, installer.version(folder, tool.install.package));
}

function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function describe(tool, program, version) {
  const words = [program];
  if (version !== undefined) return { ...tool, words, version };
  const { stdout = '', stderr = '' } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return { ...tool, words, version: /\d+(?:\.\w+)+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown' };
}

function install(installer, folder, name) {
  mkdirSync(folder, { recursive: true });
  for (const [command, ...args] of installer.commands(folder, name)) {
    const { status, error, stderr } = spawnSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: INSTALL_LIMIT_MS,
      maxBuffer: 1e9,
      env: { ...process.env, ...installer.env?.(folder) },
    });
    if (error?.code === 'ENOENT') throw new Error(`${installer.name} needs \`${command}\``);
    if (error !== undefined) throw new Error(`${installer.name} did not end: ${error.message}`);
    if (status !== 0) throw new Error(`${installer.name} could not install it: ${reason(stderr)}`);
  }
}

/** The last words of an installer, without addresses and folders of this machine. */
function reason(stderr) {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines
    .slice(-2)
    .join(' ')
    .replaceAll(/\b\w+:\/\/\S+/g, '…')
    .replaceAll(/(?<=^|\s)\/\S+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
