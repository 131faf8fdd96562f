/** One-shot job: brings every schema up to date, one after the other; the content store first. Ends at the first failure. */
import { spawnSync } from 'node:child_process';

for (const service of ['ingest', 'dedupe', 'rights', 'publish', 'console']) {
  const { status } = spawnSync(process.execPath, [`services/${service}/dist/migrate.js`], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
