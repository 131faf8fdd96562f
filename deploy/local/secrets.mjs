/** Secrets of the local stack: random, made once, kept where only their owner can read them. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const services = ['ingest', 'dedupe', 'rights', 'publish', 'console'];
const fresh = () => randomBytes(24).toString('base64url');

/** Writes a file that nobody else may read, whole or not at all. */
export const writePrivately = (file, text) => {
  const half = `${file}.part-${process.pid}`;
  writeFileSync(half, text, { mode: 0o600 });
  // The mode above counts for a new file only, and the umask is not ours.
  chmodSync(half, 0o600);
  renameSync(half, file);
};

/**
 * The secrets kept under a state folder, made if there are none: `{ postgres, roles, adminToken, serviceTokens }`. The
 * administrator's token is also in `admin-token`, for the operator and for the `wiredesk` command.
 */
export const secretsIn = (stateDir) => {
  mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  const file = join(stateDir, 'secrets.json');
  if (!existsSync(file)) {
    const made = {
      postgres: fresh(),
      roles: Object.fromEntries(['content', ...services].map((name) => [name, fresh()])),
      adminToken: fresh(),
      serviceTokens: Object.fromEntries(services.map((name) => [name, fresh()])),
    };
    writePrivately(file, `${JSON.stringify(made, null, 2)}\n`);
  }
  const secrets = JSON.parse(readFileSync(file, 'utf8'));
  writePrivately(join(stateDir, 'admin-token'), `${secrets.adminToken}\n`);
  return secrets;
};
