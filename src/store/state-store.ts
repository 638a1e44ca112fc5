import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import type { StateReference } from '../engine/events.ts';
import type { SavedState } from '../session/types.ts';
import type { Masker } from './mask.ts';
import { holdsSecret, makeStorable, type StorableState, withoutVolatile } from './shell-state.ts';

/** A state of the shell as it is on disk. */
export interface StoredState {
  /** Bash code over the environment of the run; absent: as at the start. */
  readonly code?: string;
  /** The shell's directory; absent: where the run began. */
  readonly cwd?: string;
  /** Captures that the shell has not been told of. */
  readonly exports: Readonly<Record<string, string>>;
  /** Names of what was left out because of a secret in it. */
  readonly leftOut: readonly string[];
}

export interface StateStoreOptions {
  /** The run's folder; absolute. */
  readonly root: string;
  /** Path of a new file, relative to it. */
  readonly file: string;
  readonly masker: Masker;
  /** The environment that every step of the run begins with. */
  readonly env: Readonly<Record<string, string>>;
}

/** Keeps the states between the steps, so that a run can go on after any of them; never a secret. */
export class StateStore {
  readonly #options: StateStoreOptions;
  #fd: number | undefined;
  #size = 0;
  #last: { readonly key: string; readonly reference: StateReference } | undefined;
  /** The text of the last state, unless there were captures beside it. */
  #lastText: string | undefined;
  #restored: { readonly snapshot: string; readonly state: StorableState } | undefined;

  constructor(options: StateStoreOptions) {
    this.#options = options;
  }

  /**
   * Writes a state, in one write and only when it is another than the last one.
   *
   * @returns where it is; nothing for the state at the start
   * @throws {@link EngineError} when it cannot be written.
   */
  async save({ snapshot: pending, cwd, exports }: SavedState): Promise<StateReference | undefined> {
    const snapshot = await pending;
    if (snapshot === undefined && exports.size === 0) return undefined;
    // The very same text, as a rule.
    if (exports.size === 0 && snapshot === this.#lastText && this.#last !== undefined)
      return this.#last.reference;
    this.#lastText = exports.size === 0 ? snapshot : undefined;
    const text = snapshot === undefined ? undefined : withoutVolatile(snapshot);
    const key = JSON.stringify([text, ...exports]);
    if (this.#last?.key === key) return this.#last.reference;
    const reference = this.#write(JSON.stringify(this.#reduce(snapshot, cwd, exports)));
    this.#last = { key, reference };
    return reference;
  }

  /** Makes known by which code a stored state is restored: bash would write it in another form. */
  noteRestored(snapshot: string, state: StorableState): void {
    this.#restored = { snapshot, state };
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  #reduce(
    snapshot: string | undefined,
    cwd: string,
    exports: ReadonlyMap<string, string>,
  ): StoredState {
    const { masker } = this.#options;
    const state = snapshot === undefined ? undefined : this.#makeStorable(snapshot);
    const clean = [...exports].filter(([, value]) => !holdsSecret(value, masker));
    const secret = [...exports.keys()].filter((name) => !clean.some(([other]) => other === name));
    return {
      ...(state === undefined || holdsSecret(cwd, masker) ? {} : { cwd }),
      ...(state === undefined ? {} : { code: state.code }),
      exports: Object.fromEntries(clean),
      leftOut: [...new Set([...(state?.leftOut ?? []), ...secret])],
    };
  }

  #makeStorable(snapshot: string): StorableState {
    if (snapshot === this.#restored?.snapshot) return this.#restored.state;
    const { env, masker } = this.#options;
    return makeStorable(snapshot, env, masker);
  }

  #write(text: string): StateReference {
    const { root, file } = this.#options;
    const path = join(root, file);
    const bytes = Buffer.from(`${text}\n`);
    try {
      this.#fd ??= openSync(path, 'ax', 0o600);
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      throw new EngineError('state', `cannot write ${path}: ${(error as Error).message}`, {
        hint: 'free some space, or give another folder with --state-dir',
        cause: error,
      });
    }
    const at = this.#size;
    this.#size += bytes.length;
    return { file, at, bytes: bytes.length };
  }
}

/**
 * Reads a state of a run.
 *
 * @throws {@link EngineError} when it is not there, or damaged.
 */
export function readState(root: string, { file, at, bytes }: StateReference): StoredState {
  const path = join(root, file);
  try {
    const buffer = Buffer.alloc(bytes);
    const fd = openSync(path, 'r');
    try {
      readSync(fd, buffer, 0, bytes, at);
    } finally {
      closeSync(fd);
    }
    return JSON.parse(buffer.toString('utf8')) as StoredState;
  } catch (error) {
    throw new EngineError(
      'state',
      `cannot read the shell's state: ${path}: ${(error as Error).message}`,
      {
        hint: 'run the document again from its beginning',
        cause: error,
      },
    );
  }
}
