/** Bytes that come in pieces, in memory that is used again: to allocate it anew for each step costs more than to fill it. */
export class ByteStore {
  #memory: Buffer;
  #length = 0;

  /** @param size - how much is expected, in bytes */
  constructor(size: number) {
    this.#memory = Buffer.allocUnsafeSlow(size);
  }

  /** Adds a copy. */
  add(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(2 * length);
      this.#memory.copy(larger, 0, 0, this.#length);
      this.#memory = larger;
    }
    bytes.copy(this.#memory, this.#length);
    this.#length = length;
  }

  /** What has come since the last {@link clear}; it is valid until the next one. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
