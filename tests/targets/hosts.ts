/** The hosts that the contract of targets is held against. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Block, type BlocksOptions, type BlocksResult, runBlocks } from '../engine/blocks.ts';

/** An image with bash and the usual tools, as `docker import` makes it of a plain Debian. */
export const IMAGE: string = process.env['RUNBOOK_TEST_IMAGE'] ?? 'runbook-test/debian:12';

/** Why nothing can be tested in containers here; `undefined` when it can. */
export const NO_DOCKER: string | undefined = findTrouble();

function findTrouble(): string | undefined {
  const { status, stderr, error } = spawnSync('docker', ['image', 'inspect', IMAGE], {
    encoding: 'utf8',
  });
  if (error !== undefined) return 'there is no `docker` here';
  return status === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

/** Runs Docker's client: what it printed. */
export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a command of bash in a container: what it printed. */
export function inside(container: string, code: string): string {
  return docker('exec', container, 'bash', '-c', code);
}

/** A host that documents are run on. */
export interface Host {
  readonly name: string;
  /** Why it cannot be used here. */
  readonly missing: string | undefined;
  /** What a run is started with, in a working directory of its own. */
  options(): { readonly args: readonly string[]; readonly workdir?: string };
  /** Makes sure that a run has left nothing. */
  checkClean(result: BlocksResult): Promise<void>;
}

const LOCAL: Host = {
  name: 'this host',
  missing: undefined,
  options: () => ({ args: [] }),
  checkClean: async (result) => expect(await result.survivors()).toEqual([]),
};

/** Processes and temporary files that are neither the container's first nor those that look. */
const LOOK =
  'for p in /proc/[1-9]*; do n=${p##*/}; (( n == 1 || n == $$ )) || { tr "\\0" " " <$p/cmdline; } 2>/dev/null; done; ls /tmp';

/** Starts a container for the tests of a file, and removes it after them. */
export function useContainer(...options: string[]): string {
  const container = `runbook-test-${randomUUID().slice(0, 8)}`;
  beforeAll(() => {
    if (NO_DOCKER === undefined)
      docker('run', '-d', '-i', '--name', container, ...options, IMAGE, 'bash', '-c', 'read -r');
  });
  afterAll(() => {
    if (NO_DOCKER === undefined) docker('rm', '-f', container);
  });
  return container;
}

/** Waits until what was run in a container has left nothing. */
export async function checkContainer(container: string): Promise<void> {
  await expect.poll(() => inside(container, LOOK), { timeout: 20_000, interval: 100 }).toBe('');
}

function inContainer(): Host {
  const container = useContainer();
  return {
    name: 'a container',
    missing: NO_DOCKER,
    options: () => {
      const workdir = `/srv/${randomUUID().slice(0, 8)}`;
      return { args: ['--target', `docker:${container}`, '--workdir', workdir], workdir };
    },
    checkClean: async (result) => {
      expect(await result.survivors()).toEqual([]);
      await checkContainer(container);
    },
  };
}

/** The hosts, with what they need started before the tests of the file. */
export function useHosts(): readonly Host[] {
  return [LOCAL, inContainer()];
}

/** What became of blocks on a host, and where they ran. */
export interface HostResult extends BlocksResult {
  readonly workdir: string;
}

/** Runs blocks on a host, and makes sure that nothing is left there. */
export async function runOn(
  host: Host,
  blocks: readonly Block[],
  options: BlocksOptions = {},
): Promise<HostResult> {
  const { args, workdir } = host.options();
  const result = await runBlocks(blocks, { ...options, args: [...args, ...(options.args ?? [])] });
  await host.checkClean(result);
  return { ...result, workdir: workdir ?? result.dir };
}
