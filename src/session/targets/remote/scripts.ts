import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { ScriptHost } from '../types.ts';
import type { Agent } from './agent.ts';

/** What a module of this program imports from beside it. */
const IMPORTS = /(?:from|import)\s*\(?\s*["']\.\/([\w.-]+\.js)["']/g;

/** Code of steps in the run's folder on a host that an agent is on. */
export class RemoteScripts implements ScriptHost {
  readonly reuses = false;
  readonly #agent: Agent;
  readonly #root: string;
  #isRoot = true;
  #pending: Promise<unknown>[] = [];
  readonly #copied = new Set<string>();

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

  ownFile(path: string): string {
    const folder = join(this.#root, 'program');
    if (this.#isRoot) {
      this.#isRoot = false;
      this.#pending.push(this.#agent.demand(`mkdir -- ${q(folder)}`, 'make a folder'));
      this.write(join(folder, 'package.json'), '{"type":"module"}\n');
    }
    this.#copy(path, folder);
    return join(folder, basename(path));
  }

  #copy(path: string, folder: string): void {
    if (this.#copied.has(path)) return;
    this.#copied.add(path);
    const text = readFileSync(path, 'utf8');
    this.write(join(folder, basename(path)), text);
    for (const [, name = ''] of text.matchAll(IMPORTS))
      this.#copy(join(dirname(path), name), folder);
  }
}
