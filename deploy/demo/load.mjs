/**
 * Loads the demo: four invented media, what they send, and a source `demo` for whoever tries the product. A second run
 * finds everything there and changes nothing; one that was interrupted goes on. Reads ADMIN_TOKEN (or …_FILE),
 * INGEST_URL and DEMO_STATE_DIR, where the sources' keys are kept. Ends when the portal shows what it may show.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { writePrivately } from '../local/secrets.mjs';
import { adminToken, call } from './calls.mjs';
import { embargoedAddresses, sources, visitor } from './sources.mjs';

const ingest = process.env.INGEST_URL ?? 'http://localhost:8081';
const stateDir = process.env.DEMO_STATE_DIR ?? '.wiredesk/demo';
const settledWithinMs = 60_000;
const settledPollMs = 200;
/** Still on its way: an item that is cleared is soon published, unless its time has not come yet. */
const isOnItsWay = ({ standing, guid }, embargoed) => standing === 'waiting' || (standing === 'cleared' && !embargoed.has(guid));

const say = (text) => process.stdout.write(`${text}\n`);
const token = adminToken();

/** The source, created if there is none, with a key that works: `{ key, createdAt }`. */
const sourceWithKey = async (settings) => {
  const keyFile = join(stateDir, settings.id === visitor.id ? 'demo-key' : `${settings.id}.key`);
  const created = await call(`${ingest}/v1/sources`, { method: 'POST', token, json: settings, accept: [201, 409] });
  if (created.status === 201) writePrivately(keyFile, `${created.body.key}\n`);
  // Made by a run that ended before it had kept the key: keys are shown once, so there has to be another.
  else if (!existsSync(keyFile)) writePrivately(keyFile, `${(await call(`${ingest}/v1/sources/${settings.id}/keys`, { method: 'POST', token, json: {} })).body.key}\n`);
  const { createdAt } = (await call(`${ingest}/v1/sources/${settings.id}`, { token })).body;
  return { key: readFileSync(keyFile, 'utf8').trim(), createdAt: new Date(createdAt) };
};

/** Waits until every item of a receipt is where it will stay. */
const settled = async (receiptUrl, embargoed, until) => {
  for (;;) {
    const { items } = (await call(`${ingest}${new URL(receiptUrl).pathname}`, { token })).body;
    const late = items.filter((item) => isOnItsWay(item, embargoed));
    if (late.length === 0) return items;
    if (Date.now() > until) throw new Error(`not everything is published after ${settledWithinMs / 1_000} s: ${late.map(({ guid, standing }) => `${guid} ${standing}`).join(', ')}`);
    await sleep(settledPollMs);
  }
};

mkdirSync(stateDir, { recursive: true });
const outcomes = {};
const receipts = [];
let base;
for (const { settings, pushes } of sources) {
  const { key, createdAt } = await sourceWithKey(settings);
  base ??= createdAt;
  for (const { body, contentType, note } of pushes(base)) {
    const { receipt, items } = (await call(`${ingest}/v1/sources/${settings.id}/items`, { method: 'POST', token: key, body, contentType, accept: [202] })).body;
    for (const { outcome } of items) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    for (const item of items) if (item.outcome === 'refused') say(`${settings.id}: ${item.guid} was refused: ${JSON.stringify(item.reason)}`);
    receipts.push(receipt.url);
    say(`${settings.name}: ${items.length} by ${note}`);
  }
}
const { key } = await sourceWithKey(visitor);
const until = Date.now() + settledWithinMs;
const embargoed = embargoedAddresses(base);
const standings = {};
for (const url of receipts) for (const { standing, guid } of await settled(url, embargoed, until)) standings[guid] = standing;
const count = (standing) => Object.values(standings).filter((one) => one === standing).length;

if (process.env.DEMO_SHOW_KEY === 'yes') say(`demo key (source "demo"): ${key}`);
const changed = Object.entries(outcomes).filter(([outcome]) => outcome !== 'unchanged');
say(`${Object.keys(standings).length} items of ${sources.length} sources: ${count('published')} published, ${count('duplicate')} copies of others, ${count('cleared')} under embargo, ${count('withdrawn')} killed by its source${changed.length === 0 ? '; nothing changed' : ''}`);
