import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import type { Reach } from './reach.ts';

/** Both ways through bash's own network files. What reads there ends when nobody writes any more here. */
const CARRY = [
  'exec 3<>"/dev/tcp/$1/$2" || exit 1',
  'exec 4<&0',
  '{ cat <&4 >&3; kill $$; } 2>/dev/null &',
  'exec cat <&3 4<&-',
].join('\n');

/** What bash says of a connection that it cannot make, with Node's codes for it. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/refused/, 'ECONNREFUSED'],
  [/Temporary failure/, 'EAI_AGAIN'],
  [/not known|No address/, 'ENOTFOUND'],
  [/Network is unreachable/, 'ENETUNREACH'],
  [/No route/, 'EHOSTUNREACH'],
  [/timed out/, 'ETIMEDOUT'],
];

/** A connection that is made by a bash of the other host. */
export function createTunnel(reach: Reach, host: string, port: number): Duplex {
  const words = ['bash', '--noprofile', '--norc', '-c', CARRY, 'bash', host, String(port)];
  const [program, ...args] = reach.command(words);
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  return new Tunnel(child);
}

class Tunnel extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #said = '';
  #hasReceived = false;

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    super();
    this.#child = child;
    child.stdin.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => {
      this.#hasReceived = true;
      if (!this.push(bytes)) child.stdout.pause();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      this.#said += bytes.toString();
    });
    child.once('error', (error) => this.destroy(error));
    child.once('close', () => this.#end());
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill('SIGKILL');
    done(error);
  }

  #end(): void {
    if (this.#hasReceived || this.#said === '') {
      this.push(null);
      return;
    }
    const code = CODES.find(([pattern]) => pattern.test(this.#said))?.[1] ?? 'ECONNRESET';
    this.destroy(Object.assign(new Error(this.#said.trim()), { code }));
  }
}
