/** `npm run reset`: drops the data of the local stack, secrets included. Fetched packages and jars are kept. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { claim, release } from './claim.mjs';
import { dropPostgres } from './postgres.mjs';
import { say, stateDirOf } from './prepare.mjs';

/** What was fetched or compiled, and costs time to fetch again. */
const kept = new Set(['cache']);

const stateDir = stateDirOf();
if (!existsSync(stateDir)) {
  say('there is no data');
} else {
  try {
    const places = { stateDir, runDir: join(stateDir, 'run') };
    await claim(places, ['kafka', 'postgres']);
    dropPostgres(stateDir);
    release(places);
    for (const name of readdirSync(stateDir)) if (!kept.has(name)) rmSync(join(stateDir, name), { recursive: true, force: true });
    say(`dropped the data under ${stateDir}; the next "npm start" begins anew`);
  } catch (error) {
    process.stderr.write(`nothing was dropped: ${error.message}\n`);
    process.exit(1);
  }
}
