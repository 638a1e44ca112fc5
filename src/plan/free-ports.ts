/** Ports of the loopback interface that nobody listens on, all different and none of `taken`. */
export async function findFreePorts(count: number, taken: ReadonlySet<number>): Promise<number[]> {
  if (count === 0) return [];
  const { createServer } = await import('node:net');
  const servers: import('node:net').Server[] = [];
  const ports = new Set<number>();
  try {
    // All stay bound until the last is found: the kernel may hand out a released port again.
    while (ports.size < count) {
      const server = createServer();
      servers.push(server);
      const port = await listen(server);
      if (!taken.has(port)) ports.add(port);
    }
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  return [...ports];
}

function listen(server: import('node:net').Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
