import { UsageError } from '../../plan/usage-error.ts';
import type { Reach } from './remote/reach.ts';
import type { OpenTarget } from './remote/remote.ts';

/** Kinds of targets: how the host behind a name is reached. A new one is a file and a line here. */
const KINDS: { readonly [kind: string]: (name: string) => Promise<Reach> } = {
  docker: async (name) => (await import('./docker/docker.ts')).reachDocker(name),
};

/**
 * Reaches the host that `--target` names: `docker:CONTAINER` or `docker:IMAGE`.
 *
 * @throws {@link UsageError} for what is no target, and when it cannot be reached or used.
 */
export async function openTarget(text: string): Promise<OpenTarget> {
  const [, kind = '', name] = /^([a-z]+):(.+)$/.exec(text) ?? [];
  const reachHost = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (reachHost === undefined || name === undefined || name.startsWith('-')) {
    throw new UsageError(`--target ${text}: is no target`, [
      'write `--target docker:NAME`, the name of a running container or of an image',
    ]);
  }
  const { openRemote } = await import('./remote/remote.ts');
  const reach = await reachHost(name);
  try {
    return await openRemote(reach);
  } catch (error) {
    await reach.close();
    throw error;
  }
}
