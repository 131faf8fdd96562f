/**
 * From a push to a takedown, on a product that runs: `node deploy/docker/tour.mjs`. Reads where it is from INGEST_URL,
 * PUBLISH_URL and RIGHTS_URL, the key of the source "demo" from DEMO_KEY. Ends with 0 if every place that the article
 * reached went dark and a certificate says so; prints what it saw and how long each step took.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { call } from '../demo/calls.mjs';

const ingest = process.env.INGEST_URL ?? 'http://localhost:8081';
const publish = process.env.PUBLISH_URL ?? 'http://localhost:8080';
const rights = process.env.RIGHTS_URL ?? 'http://localhost:8082';
const key = process.env.DEMO_KEY;
const withinMs = 60_000;
const pollMs = 50;

const say = (text) => process.stdout.write(`tour: ${text}\n`);
const example = (name) => JSON.parse(readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8'));

/** Asks until the answer is as wanted; says how long it took. Throws with the last answer where time is over. */
const until = async (title, ask, wanted) => {
  const started = Date.now();
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) {
      say(`${title} (${Date.now() - started} ms)`);
      return answer;
    }
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs / 1_000} s: ${title}. Last answer: ${JSON.stringify(answer).slice(0, 800)}`);
    await sleep(pollMs);
  }
};
const get = (url, accept = [200, 404, 409, 410, 451, 308]) => call(url, { accept });
const textOf = ({ body }) => (typeof body === 'string' ? body : JSON.stringify(body));

if (!key) throw new Error('DEMO_KEY is missing');
const mark = `${Date.now()}`;
const article = example('article.ninjs.json');
// An address of its own, so that the tour can be made again on the same stack; and a text of its own, which no earlier takedown covers.
article.uri = `https://demo.example/tour-${mark}`;
const title = `Tour ${mark}: a ferry that waits for nobody`;
article.headlines[0].value = title;
article.bodies[0].value = `<p>Ferry number ${mark} left the pier at Tour Landing before the last passenger had found his ticket, and the harbour master wrote the minute into his book.</p><p>He has kept that book for thirty years. It holds ${mark.slice(-4)} departures, four storms and one goat, which had no ticket either and was let on board because the tide would not wait for an argument.</p><p>From next month the ferry will ring a bell before it leaves. The passenger said that he had heard bells before.</p>`;

const pushed = (await call(`${ingest}/v1/sources/demo/items`, { method: 'POST', token: key, json: article, accept: [202] })).body;
const { itemId, outcome } = pushed.items[0];
say(`pushed: ${outcome}, ${itemId}`);
const page = `${publish}/articles/${itemId}`;
await until('the page is there', () => get(page), (answer) => answer.status === 200 && textOf(answer).includes(title));
for (const feed of ['rss', 'atom', 'json']) await until(`the ${feed} feed has it`, () => get(`${publish}/feeds/all.${feed}`), (answer) => textOf(answer).includes(title));

const notice = { ...example('takedown.json'), targets: [{ url: article.uri }] };
const filed = (await call(`${rights}/v1/takedowns`, { method: 'POST', json: notice, accept: [202] })).body;
say(`notice ${filed.case.number}: ${filed.targets[0].state}`);
await until('the page is dark', () => get(page), (answer) => answer.status === 451 && !textOf(answer).includes(title));
for (const feed of ['rss', 'atom', 'json']) await until(`the ${feed} feed is dark`, () => get(`${publish}/feeds/all.${feed}`), (answer) => !textOf(answer).includes(title));
const certificate = await until('the certificate is signed: every copy is gone, the subscriber\'s too', () => get(`${rights}/cases/${filed.case.number}/certificate?token=${filed.case.token}`), (answer) => answer.status === 200 && answer.body.signature !== undefined);
say(`done; signed by key ${certificate.body.signature.keyId}`);
