import { UsageError } from '../../plan/usage-error.ts';
import type { OpenTarget } from './remote/remote.ts';

/**
 * Reaches the host that `--target` names: `docker:CONTAINER` or `docker:IMAGE`.
 *
 * @throws {@link UsageError} for what is no target, and when it cannot be reached or used.
 */
export async function openTarget(text: string): Promise<OpenTarget> {
  const [, kind, name] = /^([a-z]+):(.+)$/.exec(text) ?? [];
  if (kind !== 'docker' || name === undefined || name.startsWith('-')) {
    throw new UsageError(`--target ${text}: is no target`, [
      'write `--target docker:NAME`, the name of a running container or of an image',
    ]);
  }
  const [{ reachDocker }, { openRemote }] = await Promise.all([
    import('./docker/docker.ts'),
    import('./remote/remote.ts'),
  ]);
  const reach = await reachDocker(name);
  try {
    return await openRemote(reach);
  } catch (error) {
    await reach.close();
    throw error;
  }
}
