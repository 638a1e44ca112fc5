import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The file system that Linux keeps in memory. */
const MEMORY = '/dev/shm';

/**
 * Texts for a shell to source that are on no disk: files in memory without a name, which the shell finds
 * among our descriptors. Unlike a pipe they keep nobody waiting: when we are gone, so are they.
 */
export class MemoryTexts {
  readonly #descriptors = new Map<string, number>();

  /**
   * Keeps a text until the next one of this name.
   *
   * @returns the path that it can be sourced by; `undefined` where the host has no such files, or no room.
   */
  hold(name: string, text: string): string | undefined {
    try {
      const fd = this.#descriptors.get(name) ?? this.#open(name);
      const bytes = Buffer.from(text);
      ftruncateSync(fd, 0);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
      return pathOf(fd);
    } catch {
      return undefined;
    }
  }

  close(): void {
    for (const fd of this.#descriptors.values()) closeSync(fd);
    this.#descriptors.clear();
  }

  #open(name: string): number {
    const path = join(MEMORY, `runbook-${randomUUID()}`);
    const fd = openSync(path, 'wx+', 0o600);
    this.#descriptors.set(name, fd);
    unlinkSync(path);
    // Throws where processes do not see one another's descriptors.
    accessSync(pathOf(fd));
    return fd;
  }
}

function pathOf(fd: number): string {
  return `/proc/${process.pid}/fd/${fd}`;
}
