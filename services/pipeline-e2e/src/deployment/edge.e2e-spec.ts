import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../client.js';
import { freePort, ProductUnderTest, type ServiceName } from '../product.js';

const caddy = process.env['CADDY'] ?? 'caddy';
const isThere = spawnSync(caddy, ['version']).status === 0;
const caddyfile = readFileSync(join(import.meta.dirname, '../../../../deploy/edge/Caddyfile'), 'utf8');

interface Carried {
  readonly status: number;
  readonly to: string | undefined;
  readonly hsts: string | undefined;
}

/** The committed file with other ports, where Docker's names lead, and told apart by a header who answered. */
const fileFor = (ports: { https: number; console: number }, product: ProductUnderTest): string =>
  caddyfile
    .replace('{$EDGE_HOST:localhost} {', `https://localhost:${ports.https} {`)
    .replace('{$EDGE_HOST:localhost}:8443 {', `https://localhost:${ports.console} {`)
    .replace('admin off', 'admin off\n\tauto_https disable_redirects')
    .replaceAll(/import service (\w+) \d+/g, (_text, service: ServiceName) => `reverse_proxy ${new URL(product.url(service)).host} {\n\t\t\theader_down X-Carried-To ${service}\n\t\t}`);

(isThere ? describe : describe.skip)(`the TLS edge${isThere ? '' : ' (skipped: no caddy in the PATH and no CADDY)'}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'edge-'));
  let product: ProductUnderTest;
  let edge: ChildProcess;
  let ports: { https: number; console: number };

  beforeAll(async () => {
    product = await ProductUnderTest.start({ partitions: 1 });
    ports = { https: await freePort(), console: await freePort() };
    writeFileSync(join(dir, 'Caddyfile'), fileFor(ports, product));
    edge = spawn(caddy, ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'], { env: { PATH: process.env['PATH'], HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }, stdio: 'ignore' });
    await eventually(async () => expect((await ask('GET', '/robots.txt')).status).toBe(200), 60_000);
  }, 300_000);
  afterAll(async () => {
    edge.kill('SIGTERM');
    await once(edge, 'exit');
    await product.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  /** Its certificate is of its own authority, whose root only this folder has. */
  const ask = (method: string, path: string, port = ports.https): Promise<Carried> =>
    new Promise((resolve, reject) => {
      const ca = readFileSync(join(dir, 'caddy/pki/authorities/local/root.crt'));
      const asked = request({ host: 'localhost', port, path, method, ca, agent: false }, (answer) => {
        answer.resume();
        const header = (name: string): string | undefined => answer.headers[name]?.toString();
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, to: header('x-carried-to'), hsts: header('strict-transport-security') }));
      });
      asked.on('error', reject).end();
    });

  it('brings every route of every service to the service that has it', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const service of ['ingest', 'rights', 'publish', 'dedupe'] as const) {
      const { paths } = (await (await fetch(`${product.url(service)}/openapi.json`)).json()) as { paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
      for (const path of Object.keys(paths)) {
        if (/^\/(v1\/dead-letters|v1\/system)/.test(path)) continue;
        asked += 1;
        const { to } = await ask('GET', path.replaceAll(/\{[^}]+\}/g, '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968'));
        if (to !== service) wrong.push(`${path} of ${service} goes to ${to}`);
      }
    }
    expect(asked).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  }, 120_000);

  it('shows nothing that is for operators of a process, and has the console on a port of its own', async () => {
    for (const path of ['/metrics', '/health/ready', '/v1/dead-letters', '/openapi.json', '/docs']) expect([path, await ask('GET', path)]).toMatchObject([path, { status: 404, to: undefined }]);
    expect(await ask('GET', '/', ports.https)).toMatchObject({ status: 200, to: 'publish', hsts: 'max-age=31536000' });
    expect(await ask('GET', '/sign-in', ports.console)).toMatchObject({ to: 'console' });
  });
});
