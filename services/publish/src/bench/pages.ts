import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { testTokens } from '@wiredesk/testing';
import { Pool } from 'undici';

import { GivenPublish } from '../testing/given-publish.js';
import { filledId } from './fill.js';
import { percentile } from './figures.js';

const seconds = 6;
const connections = 32;
const reconciled = 100_000;
const startWithinMs = 20_000;

/** Requests a second over some connections, after a second of warming up. */
const rate = async (origin: string, path: string): Promise<number> => {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  let [count, isCounting, isOver] = [0, false, false];
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const { body, statusCode } = await pool.request({ path, method: 'GET' });
      await body.dump();
      if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}`);
      if (isCounting) count += 1;
    }
  };
  const workers = Array.from({ length: connections }, worker);
  await sleep(1_000);
  isCounting = true;
  const startedAt = performance.now();
  await sleep(seconds * 1_000);
  const took = performance.now() - startedAt;
  isOver = true;
  await Promise.all(workers);
  await pool.close();
  return (count * 1_000) / took;
};

const answers = (origin: string): Promise<boolean> => fetch(`${origin}/page`).then(({ ok }) => ok, () => false);

/** The same bytes as a static file from nginx with one worker, where it is installed; else from a bare server of Node in a process of its own. */
const staticServer = async (bytes: string, contentType: string): Promise<{ name: string; origin: string; stop: () => void }> => {
  const directory = mkdtempSync(join(tmpdir(), 'static-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  writeFileSync(join(directory, 'page'), bytes);
  const hasNginx = spawnSync('nginx', ['-v']).status === 0;
  writeFileSync(join(directory, 'nginx.conf'), `worker_processes 1; daemon off; pid ${directory}/pid; error_log /dev/null; events {} http { access_log off; default_type "${contentType}"; server { listen 127.0.0.1:${port}; root ${directory}; } }`);
  writeFileSync(join(directory, 'static.mjs'), `import { createServer } from 'node:http'; import { readFileSync } from 'node:fs'; const page = readFileSync(${JSON.stringify(join(directory, 'page'))}); createServer((_, response) => response.writeHead(200, { 'content-type': ${JSON.stringify(contentType)}, 'content-length': page.length }).end(page)).listen(${port}, '127.0.0.1');`);
  const child = hasNginx ? spawn('nginx', ['-c', join(directory, 'nginx.conf')], { stdio: 'ignore' }) : spawn(process.execPath, [join(directory, 'static.mjs')], { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < startWithinMs && !(await answers(origin)); waited += 100) await sleep(100);
  const stop = (): void => {
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  return { name: hasNginx ? 'nginx' : 'bare Node (nginx is not installed)', origin, stop };
};

export interface PageFigures {
  readonly against: string;
  readonly pagePerSecond: number;
  readonly staticPagePerSecond: number;
  readonly feedPerSecond: number;
  readonly staticFeedPerSecond: number;
  readonly notModifiedP50Ms: number;
  readonly notModifiedP99Ms: number;
  readonly reconcileSeconds: number;
}

/** A warm page and a feed of 50 entries from the program as it is deployed, against the same bytes as a static file. */
export const measurePages = async (say: (text: string) => void): Promise<PageFigures> => {
  const given = await GivenPublish.start({ environment: {} });
  try {
    const ids = await given.live(60);
    const token = (await given.subscriber()).token;
    const program = await given.handOver();
    try {
      const [page, feed] = [`/articles/${ids[0]}`, '/feeds/all.atom'];
      const fetched = async (path: string) => {
        const answer = await fetch(`${program.url}${path}`);
        return { text: await answer.text(), type: answer.headers.get('content-type') ?? '', etag: answer.headers.get('etag') ?? '' };
      };
      const results: { own: number; static: number; against: string }[] = [];
      for (const path of [page, feed]) {
        say(`${path.replace(/[0-9a-f-]{36}/, '<id>')}: ${seconds} seconds here, ${seconds} as a file …`);
        const { text, type } = await fetched(path);
        const own = await rate(program.url, path);
        const other = await staticServer(text, type);
        try {
          results.push({ own, static: await rate(other.origin, '/page'), against: other.name });
        } finally {
          other.stop();
        }
      }
      const { etag } = await fetched(feed);
      const took: number[] = [];
      const pool = new Pool(program.url, { connections: 1 });
      for (let n = 0; n < 2_000; n += 1) {
        const at = performance.now();
        const { body, statusCode } = await pool.request({ path: feed, method: 'GET', headers: { 'if-none-match': etag } });
        await body.dump();
        if (statusCode === 304) took.push(performance.now() - at);
      }
      await pool.close();
      say(`reconciling ${reconciled} ids …`);
      const held = Array.from({ length: reconciled }, (_, n) => JSON.stringify({ id: ids[n % 1_000] ?? filledId(n) })).join('\n');
      const startedAt = performance.now();
      const answer = await fetch(`${program.url}/v1/reconcile`, { method: 'POST', headers: { authorization: `Bearer ${token || testTokens.operator}`, 'content-type': 'application/x-ndjson' }, body: held });
      const lines = (await answer.text()).trim().split('\n').length;
      if (answer.status !== 200 || lines !== reconciled) throw new Error(`reconcile answers ${answer.status} with ${lines} lines`);
      const reconcileSeconds = (performance.now() - startedAt) / 1_000;
      const [onPage, onFeed] = results;
      if (!onPage || !onFeed) throw new Error('nothing was measured');
      return { against: onPage.against, pagePerSecond: onPage.own, staticPagePerSecond: onPage.static, feedPerSecond: onFeed.own, staticFeedPerSecond: onFeed.static, notModifiedP50Ms: percentile(took, 0.5), notModifiedP99Ms: percentile(took, 0.99), reconcileSeconds };
    } finally {
      await program.kill();
      await given.serveAgain();
    }
  } finally {
    await given.close();
  }
};
