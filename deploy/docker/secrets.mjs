/**
 * One-shot job: makes every secret of the compose stack, once, each service's in a volume of its own, so that a
 * service can read its own and no other's. A second run changes nothing. Volumes are mounted under /secrets.
 */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = '/secrets';
const services = ['ingest', 'dedupe', 'rights', 'publish', 'console'];
/** Users of the images: `node`, in Debian's Postgres image `postgres`, in Prometheus' `nobody`, in Grafana's `grafana`. */
const nodeUid = 1000;
const postgresUid = 999;
const prometheusUid = 65_534;
const grafanaUid = 472;

const fresh = () => randomBytes(24).toString('base64url');

const kept = join(root, 'operator', 'all.json');
const secrets = existsSync(kept)
  ? JSON.parse(readFileSync(kept, 'utf8'))
  : {
      postgres: fresh(),
      roles: Object.fromEntries([...services, 'content'].map((service) => [service, fresh()])),
      adminToken: fresh(),
      serviceTokens: Object.fromEntries(services.map((service) => [service, fresh()])),
    };
/** What an earlier version did not make yet. */
const before = JSON.stringify(secrets);
secrets.metricsToken ??= fresh();
secrets.grafanaPassword ??= fresh();

const database = (user, password) => `postgres://${user}:${password}@postgres:5432/wiredesk`;
const people = ['viewer', 'editor', 'rights-officer', 'operator'];
/** `actsFor`: the console acts for those who have an account there. */
const tokensWith = (actsFor, more = []) =>
  JSON.stringify([
    { name: 'admin', roles: people, token: secrets.adminToken },
    ...services.map((service) => ({ name: service, roles: ['service'], token: secrets.serviceTokens[service], ...(service === 'console' ? actsFor : {}) })),
    ...more,
  ]);
const tokens = tokensWith({ actsFor: [...people, 'payloads', 'evidence'] }, [{ name: 'prometheus', roles: ['metrics'], token: secrets.metricsToken }]);
/** As they were made before the console had accounts, and before metrics had a token: replaced where nobody has changed them since. */
const tokensBefore = [tokensWith({}), tokensWith({ actsFor: people }), tokensWith({ actsFor: people }, [{ name: 'prometheus', roles: ['metrics'], token: secrets.metricsToken }])];

const put = (folder, name, text, uid, replaced = []) => {
  const file = join(root, folder, name);
  if (existsSync(file) && !replaced.includes(readFileSync(file, 'utf8').trim())) return 0;
  mkdirSync(join(root, folder), { recursive: true });
  // Aside and then in place: a job that is killed in between leaves no half secret.
  const half = `${file}.part`;
  writeFileSync(half, `${text}\n`, { mode: 0o400 });
  chownSync(half, uid, uid);
  renameSync(half, file);
  return 1;
};

let made = 0;
made += put('operator', 'all.json', JSON.stringify(secrets), nodeUid, before === JSON.stringify(secrets) ? [] : [before]);
made += put('operator', 'admin-token', secrets.adminToken, nodeUid);
made += put('postgres', 'password', secrets.postgres, postgresUid);
made += put('migrate', 'admin-database-url', database('wiredesk', secrets.postgres), nodeUid);
for (const [role, password] of Object.entries(secrets.roles)) made += put('migrate', `${role}-db-password`, password, nodeUid);
for (const service of services) {
  made += put(service, 'database-url', database(service, secrets.roles[service]), nodeUid);
  made += put(service, 'tokens', tokens, nodeUid, tokensBefore);
  made += put(service, 'service-token', secrets.serviceTokens[service], nodeUid);
}
made += put('observability', 'metrics-token', secrets.metricsToken, prometheusUid);
made += put('observability', 'grafana-password', secrets.grafanaPassword, grafanaUid);
// Volumes of those who are not root begin as root's: the demo's keys, the edge's certificates, backups, figures.
for (const [folder, uid] of [['demo', nodeUid], ['edge', nodeUid], ['backups', nodeUid], ['prometheus-data', prometheusUid], ['grafana-data', grafanaUid]]) {
  mkdirSync(join(root, folder), { recursive: true });
  chownSync(join(root, folder), uid, uid);
}
process.stdout.write(made === 0 ? 'secrets are there, nothing changed\n' : `${made} secrets made\n`);
