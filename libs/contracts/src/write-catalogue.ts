import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { catalogue } from './catalogue.js';
import { renderEventsPage } from './events-page.js';
import { frozenFileOf } from './frozen.js';
import { jsonSchemaOf } from './json-schema.js';

/** `npm run contracts`: freezes versions that are not frozen yet and writes docs/events.md. Never overwrites a freeze. */
const workspace = join(import.meta.dirname, '../../..');
for (const contract of catalogue) {
  const file = join(workspace, 'libs/contracts/src', frozenFileOf(contract));
  if (existsSync(file)) continue;
  writeFileSync(file, `${JSON.stringify(jsonSchemaOf(contract), null, 2)}\n`);
  process.stdout.write(`frozen ${contract.type} v${contract.version}\n`);
}
writeFileSync(join(workspace, 'docs/events.md'), renderEventsPage());
