/**
 * The demo's subscriber: a reader's system in small. It subscribes, takes webhooks, refuses what is not signed
 * (Standard Webhooks), prints what it gets, and acknowledges removals, as a subscriber has to.
 *
 * Reads ADMIN_TOKEN (or …_FILE), PUBLISH_URL, DEMO_STATE_DIR, DEMO_SUBSCRIBER_PORT, DEMO_SUBSCRIBER_URL (how publish
 * reaches it) and DEMO_SUBSCRIBER_HOST (where it listens; default 127.0.0.1). `/health/ready` says whether it is subscribed.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { Webhook } from 'standardwebhooks';

import { writePrivately } from '../local/secrets.mjs';
import { adminToken, call } from './calls.mjs';

const publish = process.env.PUBLISH_URL ?? 'http://localhost:8080';
const stateDir = process.env.DEMO_STATE_DIR ?? '.wiredesk/demo';
const port = Number(process.env.DEMO_SUBSCRIBER_PORT ?? 8099);
const host = process.env.DEMO_SUBSCRIBER_HOST ?? '127.0.0.1';
const hook = process.env.DEMO_SUBSCRIBER_URL ?? `http://127.0.0.1:${port}/hook`;
const bodyBytesMax = 1024 * 1024;
const stateFile = join(stateDir, 'subscriber.json');

const say = (text) => process.stdout.write(`${text}\n`);

/** The acknowledgement's address as we reach it: DEMO_ACKNOWLEDGE_AT stands in for its origin where that is not reachable from here. */
const reachable = (ackUrl) => {
  const url = new URL(ackUrl);
  return process.env.DEMO_ACKNOWLEDGE_AT ? new URL(`${url.pathname}${url.search}`, process.env.DEMO_ACKNOWLEDGE_AT).href : url.href;
};

/** Ids of the articles of which we hold a copy. */
const copies = new Set();
let webhook;

/** Subscribes once; what was answered then is kept, because the secret is shown only then. */
const subscribe = async () => {
  const token = adminToken();
  mkdirSync(stateDir, { recursive: true });
  const kept = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : undefined;
  if (kept && kept.hook === hook && (await call(`${publish}/v1/subscribers/${kept.id}`, { token, accept: [200, 404] })).status === 200) return kept;
  const { id, secret } = (await call(`${publish}/v1/subscribers`, { method: 'POST', token, json: { name: 'demo-subscriber', url: hook }, accept: [201] })).body;
  const made = { id, secret, hook };
  writePrivately(stateFile, `${JSON.stringify(made)}\n`);
  return made;
};

const acknowledge = async (itemId, ackUrl) => {
  const copiesRemoved = copies.delete(itemId) ? 1 : 0;
  try {
    await call(reachable(ackUrl), { method: 'POST', json: { removedAt: new Date().toISOString(), copiesRemoved } });
    say(`removed ${itemId} and acknowledged it`);
  } catch (error) {
    // Publish asks again until it is acknowledged; the next delivery is the next attempt.
    say(`removed ${itemId}, but the acknowledgement failed: ${error.message}`);
  }
};

const take = ({ type, data }) => {
  say(`${type} ${data.itemId ?? ''} revision ${data.revision ?? '-'}${data.reasonCode ? ` (${data.reasonCode})` : ''}`);
  if (type === 'article.taken_down') {
    if (data.ackUrl) void acknowledge(data.itemId, data.ackUrl);
    return;
  }
  if (data.itemId) copies.add(data.itemId);
};

/** 204 for what is ours, 401 for what is not signed by publish. */
const receive = (raw, headers) => {
  try {
    take(webhook.verify(raw, headers));
    return 204;
  } catch (error) {
    say(`refused a delivery: ${error.message}`);
    return 401;
  }
};

const server = createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/health/ready') return void response.writeHead(webhook ? 200 : 503).end();
  if (request.method !== 'POST' || request.url !== new URL(hook).pathname) return void response.writeHead(404).end();
  if (!webhook) return void response.writeHead(503, { 'retry-after': '1' }).end();
  const chunks = [];
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => response.writeHead(receive(Buffer.concat(chunks).toString('utf8'), request.headers)).end());
});

server.listen(port, host);
const stop = () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const { id, secret } = await subscribe();
webhook = new Webhook(secret);
say(`subscribed as ${id}; deliveries come to ${hook}`);
