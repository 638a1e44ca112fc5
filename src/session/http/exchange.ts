import { Buffer, isUtf8 } from 'node:buffer';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ResponseHead } from '../../expect/types.ts';
import type { Connect } from '../targets/types.ts';

/** How long the rest of an answer may take that nobody waits for. */
const DRAIN_MS = 1_000;

/** A request that is ready to be sent. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** Where a response goes as it comes. */
export interface ResponseSinks {
  readonly onHead: (head: ResponseHead) => void;
  /** Without it the exchange is over after the head, and what follows is thrown away. */
  readonly onBody?: (bytes: Buffer) => void;
}

/**
 * Sends a request and takes its response, to the end of the body. A redirect is a response like any
 * other, a certificate must be valid whatever the environment says, and no connection is kept: one
 * that stays open would block a simple server. Not by `fetch`, which can do none of this.
 *
 * @param connect - makes the connection; absent: from this host
 * @returns a promise that rejects when there is no complete response, or `signal` is aborted first;
 * see `describeTrouble`.
 */
export async function exchange(
  request: OutgoingRequest,
  sinks: ResponseSinks,
  signal: AbortSignal,
  connect?: Connect,
): Promise<void> {
  const { url, method, body } = request;
  // Most runs ask nothing over HTTP, and the modules take longer to load than a step to run.
  const http = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  signal.throwIfAborted();
  const createConnection = connect && (await connectThrough(connect, url));
  const options = {
    method,
    signal,
    rejectUnauthorized: true,
    // With a connection of our own there is no agent at all.
    ...(createConnection ? { createConnection } : { agent: false as const }),
  };
  const sent = http.request(url, options);
  try {
    setHeaders(sent, request);
  } catch (error) {
    sent.on('error', () => {}).destroy();
    throw error;
  }
  const done = receive(sent, sinks);
  // With a string for a body Node would write the headers in its encoding.
  sent.end(body === undefined ? undefined : Buffer.from(body, 'utf8'));
  await done;
}

/** A connection of another host's, with TLS on top where the address asks for it. */
async function connectThrough(connect: Connect, url: URL): Promise<() => Duplex> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port) || (isSecure ? 443 : 80);
  if (!isSecure) return () => connect(host, port);
  const tls = await import('node:tls');
  const { isIP } = await import('node:net');
  const name = isIP(host) === 0 ? { servername: host } : {};
  return () =>
    tls.connect({ socket: connect(host, port), host, rejectUnauthorized: true, ...name });
}

function setHeaders(sent: ClientRequest, { headers = [], body }: OutgoingRequest): void {
  sent.setHeader('Accept-Encoding', 'identity');
  const given = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    // Node writes each character of a header as one byte.
    const bytes = Buffer.from(value, 'utf8').toString('latin1');
    given.set(key, [...(given.get(key) ?? []), bytes]);
    const all = given.get(key) ?? [];
    sent.setHeader(name, all.length === 1 ? bytes : all);
  }
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding')) {
    sent.setHeader('Content-Length', Buffer.byteLength(body));
  }
}

function receive(sent: ClientRequest, { onHead, onBody }: ResponseSinks): Promise<void> {
  return new Promise((resolve, reject) => {
    let begun = false;
    let trouble: Error | undefined;
    sent.on('error', (error) => {
      trouble ??= error;
      // A server may answer, and close, before it has read all of the request.
      if (!begun) reject(error);
    });
    // A switched protocol has no body that we could know the end of.
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      onHead(readHead(response));
      resolve();
    });
    sent.on('response', (response) => {
      begun = true;
      onHead(readHead(response));
      // Its own error says less than the request's, which comes with it.
      response.on('error', () => {});
      if (onBody === undefined) {
        resolve();
        drain(response);
        return;
      }
      response.on('data', onBody).on('end', () => {
        // An answer that is cut off ends as well.
        if (response.complete) resolve();
      });
      response.on('close', () =>
        reject(trouble ?? Object.assign(new Error('cut off'), { code: 'ECONNRESET' })),
      );
    });
  });
}

/** A server that is left in the middle of its answer may complain, or fail at it. */
function drain(response: IncomingMessage): void {
  const timer = setTimeout(() => response.destroy(), DRAIN_MS).unref();
  response.once('close', () => clearTimeout(timer)).resume();
}

function readHead(response: IncomingMessage): ResponseHead {
  const { rawHeaders, httpVersion, statusCode = 0, statusMessage = '' } = response;
  const headers = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, decode(rawHeaders[index + 1] ?? '')]] : [],
  );
  return { version: httpVersion, status: statusCode, reason: decode(statusMessage), headers };
}

/** Node reads a header as one character a byte; most that is not ASCII is meant as UTF-8. */
function decode(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}
