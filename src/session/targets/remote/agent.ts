import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { EngineError } from '../../../engine/engine-error.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import { AGENT_CODE } from './agent-code.ts';
import { describeLoss } from './lost-target.ts';
import type { Reach } from './reach.ts';

/** What takes longer than this is not going to come: the host hangs, or was stopped. */
const ANSWER_MS = 60_000;

/** What a request came to. */
export interface Answer {
  readonly status: number;
  /** What was printed, on either stream. */
  readonly output: Buffer;
}

/**
 * A bash there that does what the run has to do between its steps: it reads code from its stdin and
 * answers on its stdout, one request after the other. When its stdin ends, because the run or the
 * connection did, it ends what is left of the run and removes the run's folder.
 */
export class Agent {
  readonly #reach: Reach;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #marker: string;
  readonly #closed: Promise<void>;
  #received: Buffer[] = [];
  #tail: Buffer = Buffer.alloc(0);
  #complaints = '';
  #waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  #isOver = false;
  /** Found out once: it takes a moment, and all who wait are told the same. */
  #loss: Promise<EngineError> | undefined;
  #isClosing = false;

  /** @param root - the folder of the run there */
  constructor(reach: Reach, root: string) {
    this.#reach = reach;
    const salt = randomBytes(16).toString('hex');
    this.#marker = `\x1e${salt} `;
    const [program, ...args] = reach.command(['bash', '--noprofile', '--norc']);
    // Of a session of its own, so that Ctrl-C at the terminal does not reach it.
    this.#child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.#child;
    stdin.on('error', () => {});
    stdout.on('data', (bytes: Buffer) => this.#take(bytes));
    stderr.on('data', (bytes: Buffer) => {
      this.#complaints = (this.#complaints + bytes.toString()).slice(-4096);
    });
    this.#closed = new Promise((resolve) => {
      const end = (): void => {
        this.#isOver = true;
        resolve();
        void this.#lose();
      };
      this.#child.once('close', end).once('error', end);
    });
    stdin.write(`rb_root=${q(root)}\n${AGENT_CODE}`);
  }

  /** What it said when it could not be started. */
  get complaints(): string {
    return this.#complaints.trim();
  }

  /** Runs bash code there. Rejects with an `EngineError` when the connection is lost. */
  ask(code: string): Promise<Answer> {
    if (this.#isOver || this.#isClosing) return this.#refuse();
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), ANSWER_MS).unref();
      const settle =
        <Value>(act: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          act(value);
        };
      this.#waiting.push({ resolve: settle(resolve), reject: settle(reject) });
      const marker = `\\036${this.#marker.slice(1)}%s\\036`;
      this.#child.stdin.write(`{ ${code}\n} </dev/null 2>&1; printf '${marker}' "$?"\n`);
    });
  }

  /** Runs code that has to succeed: what it printed. */
  async demand(code: string, what: string): Promise<string> {
    const { status, output } = await this.ask(code);
    if (status === 0) return output.toString('utf8');
    throw new Error(`cannot ${what} on ${this.#reach.name}: ${lastLine(output.toString())}`);
  }

  /** Gives up the connection, of which a part is lost: nothing is asked any more. */
  abandon(): void {
    if (!this.#isClosing) this.#child.kill('SIGKILL');
  }

  /** Lets it end what is left of the run and remove the run's folder. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), ANSWER_MS);
    await this.#closed;
    clearTimeout(timer);
  }

  #take(bytes: Buffer): void {
    this.#received.push(bytes);
    // A marker may come in two parts.
    const seam = Buffer.concat([this.#tail, bytes]);
    this.#tail = seam.subarray(Math.max(0, seam.length - this.#marker.length - 8));
    if (!seam.includes(0x1e)) return;
    let all = Buffer.concat(this.#received);
    for (;;) {
      const at = all.indexOf(this.#marker);
      const end = at === -1 ? -1 : all.indexOf(0x1e, at + this.#marker.length);
      if (end === -1) break;
      const status = Number(all.toString('latin1', at + this.#marker.length, end));
      this.#waiting.shift()?.resolve({ status, output: all.subarray(0, at) });
      all = all.subarray(end + 1);
    }
    this.#received = [all];
  }

  async #lose(): Promise<void> {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return;
    const error = await this.#describeLoss();
    for (const { reject } of waiting) reject(error);
  }

  async #refuse(): Promise<never> {
    throw await this.#describeLoss();
  }

  #describeLoss(): Promise<EngineError> {
    this.#loss ??= describeLoss(this.#reach);
    return this.#loss;
  }
}

/** The last thing that a tool said, which is why it failed. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
