/**
 * `npm start`: the whole product on this machine, on a fresh clone too. Installs, builds, starts Postgres and Kafka,
 * migrates, starts the five services and the demo, says where they are, and stops all of it in order on Ctrl-C.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { install, onNode24, say } from './prepare.mjs';

const hardStopAfterMs = 1_500;

const giveUp = (error) => {
  process.stderr.write(`\nWiredesk did not start: ${error.message}\n`);
  process.exit(1);
};

// Under Node 24 among the packages it is already said.
if (!process.channel) say('Wiredesk is starting');
await install().catch(giveUp);
await onNode24(import.meta.filename);

const { firstLinkFile } = await import('./environment.mjs');
const { settingsFrom } = await import('./settings.mjs');
const { Stack } = await import('./stack.mjs');
const { follow } = await import('./follow.mjs');

let settings;
try {
  settings = settingsFrom(process.env);
} catch (error) {
  giveUp(error);
}
const stack = new Stack(settings);

let stopSince;
const stop = async (code) => {
  stopSince = Date.now();
  await stack.stop();
  process.exit(code);
};
const onSignal = () => {
  // npm hands on what the terminal sent to all: the same Ctrl-C arrives more than once.
  if (stopSince === undefined) stop(0).catch(giveUp);
  else if (Date.now() - stopSince > hardStopAfterMs) {
    say('leaving at once; the next start ends what is left');
    process.exit(1);
  }
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);

const here = (path) => relative(process.cwd(), path) || path;

/** The link that makes the console's first account, once; undefined where an operator has one. */
const firstLink = () => {
  const file = firstLinkFile(settings);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
};

/** The key of the demo source, as the loader left it. */
const demoKey = () => readFileSync(join(settings.stateDir, 'demo', 'demo-key'), 'utf8').trim();

try {
  const { adminToken, seconds } = await stack.start();
  const { urlOf, stateDir, logDir, demo } = settings;
  say(`
Wiredesk is up after ${seconds} s

  portal          ${urlOf('publish')}          feeds: /feeds/all.rss  /feeds/all.atom  /feeds/all.json
  console         ${urlOf('console')}          sign in with the admin token
  takedown form   ${urlOf('rights')}/takedown
  APIs            ${urlOf('ingest')}/docs  (publish ${settings.portOf('publish')}, rights ${settings.portOf('rights')}, dedupe ${settings.portOf('dedupe')} and console ${settings.portOf('console')} have /docs too)

  admin token     ${adminToken}          (in ${here(join(stateDir, 'admin-token'))})`);
  const link = firstLink();
  if (link) say(`  first account   ${link}          (opens once, within a day)`);
  if (demo) say(`  demo key        ${demoKey()}          (source "demo"; in ${here(join(stateDir, 'demo', 'demo-key'))})`);
  say(`  logs            ${here(logDir)}

README.md has a tour of five minutes. Ctrl-C stops everything; "npm run reset" drops the data.
`);
  if (demo) follow(join(logDir, 'demo-subscriber.log'), (line) => say(`demo-subscriber: ${line}`));
} catch (error) {
  if (stopSince === undefined) {
    process.stderr.write(`\nWiredesk did not start: ${error.message}\n`);
    await stop(1);
  }
}
