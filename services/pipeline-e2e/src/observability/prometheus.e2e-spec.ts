import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, eventually, ninjs, prose } from '../client.js';
import { freePort, ProductUnderTest, type ServiceName } from '../product.js';
import { dashboardExpressions, rulesDir } from './rules.js';

const prometheus = process.env['PROMETHEUS'] ?? 'prometheus';
const isThere = spawnSync(prometheus, ['--version']).status === 0;
const services: readonly ServiceName[] = ['ingest', 'dedupe', 'rights', 'publish', 'console'];

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

(isThere ? describe : describe.skip)(`a Prometheus that looks at the product${isThere ? '' : ' (skipped: no prometheus in the PATH and no PROMETHEUS)'}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'prometheus-'));
  let product: ProductUnderTest;
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    product = await ProductUnderTest.start({ partitions: 1 });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    writeFileSync(join(dir, 'token'), product.adminToken);
    // The committed rules, with seconds where the night has minutes.
    writeFileSync(join(dir, 'rules.yml'), readFileSync(join(rulesDir, 'wiredesk.yml'), 'utf8').replaceAll(/for: \d+m/g, 'for: 1s'));
    const targets = services.map((service) => `      - { targets: ['${new URL(product.url(service)).host}'], labels: { service: ${service} } }`).join('\n');
    writeFileSync(
      join(dir, 'prometheus.yml'),
      `global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 1s }\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: wiredesk\n    authorization: { credentials_file: ${join(dir, 'token')} }\n    static_configs:\n${targets}\n`,
    );
    server = spawn(prometheus, [`--config.file=${join(dir, 'prometheus.yml')}`, `--storage.tsdb.path=${join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
    await eventually(async () => expect(await query('up == 1')).toHaveLength(services.length), 120_000);
  }, 400_000);
  afterAll(async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
    await product.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const query = async (expression: string): Promise<readonly Sample[]> => {
    const answer = (await (await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`)).json()) as { status: string; error?: string; data: { result: readonly Sample[] } };
    if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
    return answer.data.result;
  };
  const firing = async (): Promise<string[]> => (await query('ALERTS{alertstate="firing",severity="page"}')).map(({ metric }) => `${metric['alertname']} ${metric['service'] ?? ''}`.trim());

  it('answers every question of every dashboard, and has counted what happened', async () => {
    const client = new Client(product);
    const key = await client.createSource('watched');
    const { itemId } = await client.pushArticle('watched', key, ninjs('watched-1', 'Somebody watches the gauges', prose(3)));
    await eventually(async () => expect((await client.article(itemId)).status).toBe(200), 60_000);
    for (const [file, expressions] of Object.entries(dashboardExpressions())) {
      for (const expression of expressions) {
        const resolved = expression.replaceAll('$__rate_interval', '1m');
        expect([file, expression, Array.isArray(await query(resolved))]).toEqual([file, expression, true]);
      }
    }
    for (const expression of ['sum(wiredesk_ingest_pushes_total) > 0', 'max(wiredesk_hold_lane_age_seconds) < 60', 'max(wiredesk_database_bytes) > 0', 'sum(wiredesk_events_handled_total) > 0']) await eventually(async () => expect([expression, (await query(expression)).length]).toEqual([expression, 1]), 60_000);
  }, 200_000);

  it('wakes somebody when a service is broken, and lets him sleep when it is well', async () => {
    await eventually(async () => expect(await firing()).toEqual([]), 60_000);
    await product.kill('rights');
    await eventually(async () => expect(await firing()).toEqual(expect.arrayContaining(['ServiceDown rights', 'HoldLaneStale publish'])), 120_000);
    await product.startService('rights');
    await eventually(async () => expect(await firing()).toEqual([]), 120_000);
  }, 400_000);
});
