import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Docker, startDocker } from './docker.ts';
import { makeBaseImage } from './images.ts';
import { findMissing, mountCgroups } from './needs.ts';

/** What there is here to make fresh machines with. */
export interface Means {
  /** Absent where no machine can be made. */
  readonly docker?: Docker;
  /** Folder with the parts of images. */
  readonly images: string;
  /** Where cgroup2 is mounted; absent where it cannot be, and systemd cannot run. */
  readonly cgroups?: string;
  /** Why something is absent. */
  readonly missing: readonly string[];
}

/**
 * Finds out by trying: root in a container may start no daemon, mount nothing or make no devices. What
 * fails later, on a machine that could be made, is a failure of the guide's or of ours.
 */
export async function findMeans(folder: string): Promise<Means> {
  const images = process.env['RUNBOOK_ACCEPTANCE_CACHE'] ?? join(folder, 'images');
  const missing = await findMissing();
  if (missing.length > 0) return { images, missing };
  let docker: Docker | undefined;
  try {
    docker = await startDocker(join(folder, 'docker'));
    await makeBaseImage(docker, images);
  } catch (error) {
    await docker?.stop();
    const text = error instanceof Error ? error.message : String(error);
    return { images, missing: [text.trim().split('\n').at(-1) ?? ''] };
  }
  const cgroups = join(folder, 'cgroups');
  mkdirSync(cgroups);
  if (await mountCgroups(cgroups)) return { docker, images, cgroups, missing: [] };
  return { docker, images, missing: ['cgroup2 cannot be mounted'] };
}
