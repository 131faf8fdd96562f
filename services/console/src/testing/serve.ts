import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a test's own HTTP server answers. */
export interface ServedAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Served {
  readonly url: string;
  readonly requests: readonly ServedRequest[];
  close(): Promise<void>;
}

/** A real HTTP server on a free port of this machine, for what stands outside of the console; it remembers what it was asked. */
export const serve = async (answer: (request: ServedRequest) => ServedAnswer | Promise<ServedAnswer>): Promise<Served> => {
  const requests: ServedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      Promise.resolve(answer(request)).then(
        ({ status, body, headers }) => outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body),
        (error: Error) => outgoing.writeHead(500).end(error.message),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
