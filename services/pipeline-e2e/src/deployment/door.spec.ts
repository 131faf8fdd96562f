import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

import { freePort } from '../product.js';

const script = join(import.meta.dirname, '../../../../deploy/docker/door.mjs');
const open = (environment: Readonly<Record<string, string>>): ChildProcess => spawn(process.execPath, [script], { env: { PATH: process.env['PATH'], ...environment } });

const listening = async (answer: string): Promise<{ server: Server; port: number }> => {
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => reply.end(`${answer} ${Buffer.concat(chunks).length}`));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
};

describe('the door of the compose file', () => {
  it('carries requests and their bodies to the service, and closes what nobody takes', async () => {
    const { server, port } = await listening('publish');
    const [there, nowhere, closed] = [await freePort(), await freePort(), await freePort()];
    const door = open({ DOOR: `${there}=127.0.0.1:${port} ${nowhere}=127.0.0.1:${closed}` });
    let said = '';
    door.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (said.split('\n').length < 3) await once(door.stdout as NonNullable<typeof door.stdout>, 'data');
    expect(await (await fetch(`http://127.0.0.1:${there}/`)).text()).toBe('publish 0');
    expect(await (await fetch(`http://127.0.0.1:${there}/`, { method: 'POST', body: 'x'.repeat(3_000_000) })).text()).toBe('publish 3000000');
    await expect(fetch(`http://127.0.0.1:${nowhere}/`)).rejects.toThrow();
    expect(await (await fetch(`http://127.0.0.1:${there}/`)).text()).toBe('publish 0');
    door.kill('SIGTERM');
    expect((await once(door, 'exit'))[0]).toBe(0);
    server.closeAllConnections();
    server.close();
  });

  it('says what is wrong with its setting, and ends with 78', async () => {
    for (const value of ['', '8080=publish', 'x=publish:1']) {
      const door = open({ DOOR: value });
      let errors = '';
      door.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      expect((await once(door, 'exit'))[0]).toBe(78);
      expect(errors).toContain('port=host:port');
    }
  });
});
