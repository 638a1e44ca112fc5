/** Web servers on the loopback interface that the tests ask. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { afterAll } from 'vitest';

const servers: NetServer[] = [];

afterAll(() => {
  for (const server of servers) {
    if ('closeAllConnections' in server) (server as Server).closeAllConnections();
    server.close();
  }
});

/** Starts a server that is stopped after the file's tests. Returns its port. */
export async function listen(server: NetServer, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A server that answers as it is told. */
export function serve(listener: RequestListener, host?: string): Promise<number> {
  return listen(createServer(listener), host);
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
