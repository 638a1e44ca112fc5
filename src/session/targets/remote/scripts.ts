import { basename, join } from 'node:path';
import { OWN_FILES } from '../../../own-files/beside.ts';
import type { OwnModule } from '../../../own-files/types.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { ScriptHost } from '../types.ts';
import type { Agent } from './agent.ts';

/** Code of steps in the run's folder on a host that an agent is on. */
export class RemoteScripts implements ScriptHost {
  readonly reuses = false;
  readonly #agent: Agent;
  readonly #root: string;
  #pending: Promise<unknown>[] = [];
  readonly #modules = new Map<OwnModule, string>();

  constructor(agent: Agent, root: string) {
    this.#agent = agent;
    this.#root = root;
  }

  place(): string {
    return this.#root;
  }

  shellFolder(folder: string): string {
    return join(this.#root, basename(folder));
  }

  write(path: string, text: string): void {
    const name = basename(path);
    const written = this.#agent.demand(`printf %s ${q(text)} >${q(path)}`, `write ${name}`);
    // Who waits for it next is told.
    written.catch(() => {});
    this.#pending.push(written);
  }

  /** Resolves when all that was written is there. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending.splice(0));
  }

  ownModule(module: OwnModule): string {
    const known = this.#modules.get(module);
    if (known !== undefined) return known;
    const folder = join(this.#root, 'program');
    if (this.#modules.size === 0) {
      this.#pending.push(this.#agent.demand(`mkdir -- ${q(folder)}`, 'make a folder'));
      this.write(join(folder, 'package.json'), '{"type":"module"}\n');
    }
    const files = Object.entries(OWN_FILES.copy(module));
    for (const [name, text] of files) this.write(join(folder, name), text);
    const path = join(folder, files[0]?.[0] ?? '');
    this.#modules.set(module, path);
    return path;
  }
}
