import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Outgoing, OutgoingRefused } from './outgoing.js';

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

describe('outgoing calls', () => {
  let server: Server;
  let port: number;
  let seen: string[];
  const clients: Outgoing[] = [];
  const client = (...allow: string[]): Outgoing => {
    const made = new Outgoing(allow);
    clients.push(made);
    return made;
  };

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      if (request.url === '/elsewhere') return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      if (request.url === '/again') return void response.writeHead(302, { location: '/there' }).end();
      if (request.url === '/large') return void response.end('x'.repeat(5_000));
      response.setHeader('x-kind', 'test').end('hello');
    });
    port = await listen(server);
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made.close()));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each(['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'])('do not reach %s, whatever its spelling', async (host) => {
    await expect(client().call(`http://${host}:8080/`)).rejects.toThrow(/private|special/);
    expect(seen).toEqual([]);
  });

  it.each(['ftp://example.org/', 'file:///etc/passwd', 'http://user:pw@example.org/', 'http://example.org:22/', 'nonsense'])('are not made to %s', async (url) => {
    await expect(client().call(url)).rejects.toBeInstanceOf(OutgoingRefused);
  });

  it('reach an exact host and port that the operator allows, and no other port of it', async () => {
    const answer = await client(`127.0.0.1:${port}`).call(`http://127.0.0.1:${port}/x`, { method: 'POST', body: '{}' });
    expect({ status: answer.status, body: answer.body.toString(), kind: answer.headers['x-kind'] }).toEqual({ status: 200, body: 'hello', kind: 'test' });
    await expect(client(`127.0.0.1:${port + 1}`).call(`http://127.0.0.1:${port}/x`)).rejects.toBeInstanceOf(OutgoingRefused);
  });

  it('check each hop of a redirect, and follow none unless told to', async () => {
    const allowed = client(`127.0.0.1:${port}`);
    expect((await allowed.call(`http://127.0.0.1:${port}/again`)).status).toBe(302);
    expect((await allowed.call(`http://127.0.0.1:${port}/again`, { redirectsMax: 1 })).url).toBe(`http://127.0.0.1:${port}/there`);
    await expect(allowed.call(`http://127.0.0.1:${port}/elsewhere`, { redirectsMax: 3 })).rejects.toThrow(/169\.254\.169\.254/);
  });

  it('ask once more when the connection stands, and write nothing if they may not', async () => {
    const order: string[] = [];
    server.on('connection', () => order.push('connected'));
    const asked = (answer: boolean) => client(`127.0.0.1:${port}`).call(`http://127.0.0.1:${port}/x`, { method: 'POST', body: '{"a":"ü"}', mayStillGo: () => (order.push('asked'), answer) });
    await expect(asked(false)).rejects.toThrow(/may not go any more/);
    expect(seen).toEqual([]);
    expect((await asked(true)).body.toString()).toBe('hello');
    expect(seen).toEqual(['POST /x -']);
    expect(order.filter((what) => what === 'asked')).toHaveLength(2);
  });

  it('take no more than they are told to', async () => {
    await expect(client(`127.0.0.1:${port}`).call(`http://127.0.0.1:${port}/large`, { bytesMax: 1_000 })).rejects.toThrow(/larger than 1000 bytes/);
  });
});
