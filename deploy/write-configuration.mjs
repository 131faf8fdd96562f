/**
 * Writes docs/configuration.md from the schemas by which the services check their environment: `npm run docs` (after
 * `npm run build`), with `--check` only says whether it is current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

const workspace = resolve(import.meta.dirname, '..');
const file = join(workspace, 'docs/configuration.md');
const load = async (path) => import(pathToFileURL(join(workspace, path)).href);

const { baseConfig } = await load('libs/platform/dist/config/config.js');
const services = [];
for (const name of ['ingest', 'dedupe', 'rights', 'publish', 'console']) services.push({ name, schema: (await load(`services/${name}/dist/${name}.config.js`))[`${name}Config`] });

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What a variable is when it is not set: its default, nothing, or an error. */
const otherwise = (field) => {
  const [missing] = [field.safeParse(undefined)];
  if (!missing.success) return '**must be set**';
  const { data } = missing;
  if (data === undefined || data === '' || (Array.isArray(data) && data.length === 0)) return '';
  return `\`${cell(typeof data === 'object' ? JSON.stringify(data) : data)}\``;
};

/** The limits that its type has, in words. */
const limits = (field) => {
  try {
    const schema = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
    const { enum: choices, minimum, maximum, maxLength } = schema;
    if (choices) return choices.join(', ');
    const bounds = [minimum === undefined ? '' : `≥ ${minimum}`, maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `≤ ${maximum}`].filter(Boolean).join(', ');
    if (bounds) return bounds;
    if (schema.format === 'uri') return 'URL';
    return maxLength === undefined ? '' : `≤ ${maxLength} characters`;
  } catch {
    // A type that JSON Schema cannot say: its description does.
    return '';
  }
};

const isSecret = (field) => {
  for (let at = field; at; at = at.def?.innerType) if (at.meta?.()?.secret) return true;
  return false;
};
const describe = (field) => {
  for (let at = field; at; at = at.def?.innerType) if (at.description) return at.description;
  return '';
};

const table = (fields) => [
  '| variable | meaning | values | default |',
  '|---|---|---|---|',
  ...fields.map(([name, field]) => `| \`${name}\`${isSecret(field) ? ' 🔒' : ''} | ${cell(describe(field))} | ${cell(limits(field))} | ${otherwise(field)} |`),
];

const own = (schema) => Object.entries(schema.shape).filter(([name, field]) => baseConfig.shape[name] !== field && name !== 'PORT');
const text = [
  '# Configuration',
  '',
  'Written from the schemas of the services by `npm run docs`; a test sees to it that it is current. Every value comes from the',
  'environment variable of its name, or from the file that `<NAME>_FILE` names (for secrets, marked 🔒). A service checks all of',
  'it before it does anything, names every problem at once without values of secrets, and ends with 78.',
  '',
  '## Every service',
  '',
  `Ports by default: ${services.map(({ name, schema }) => `${name} ${schema.shape.PORT.parse(undefined)}`).join(', ')}.`,
  '',
  ...table(Object.entries(baseConfig.shape)),
  ...services.flatMap(({ name, schema }) => {
    const fields = own(schema);
    return ['', `## ${name}`, '', ...(fields.length === 0 ? ['Nothing of its own.'] : table(fields))];
  }),
  '',
  '## Jobs',
  '',
  '| variable | of | meaning | default |',
  '|---|---|---|---|',
  '| `ADMIN_DATABASE_URL` 🔒 | migrate, backup, restore | Postgres, as a role that may create schemas and roles | **must be set** |',
  '| `CONTENT_DB_PASSWORD` 🔒 … `CONSOLE_DB_PASSWORD` 🔒 | migrate | password to give to the role of that schema; unset leaves the role as it is | |',
  '| `KAFKA_PARTITIONS` | topics | partitions of the topics that are created (holds always have one) | `12` |',
  '| `KAFKA_REPLICATION_FACTOR` | topics | replicas of the topics that are created | `1` |',
  '',
  '`topics` reads `KAFKA_BROKERS`, `KAFKA_TLS`, `KAFKA_SASL_…` and `KAFKA_TOPIC_PREFIX` as the services do. Certificates of a private',
  'authority: `NODE_EXTRA_CA_CERTS=<file>` for Kafka and HTTPS; for Postgres `sslrootcert=<file>` in its URL as well.',
  '',
].join('\n');

const isCurrent = (() => {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
})();
if (!isCurrent && !process.argv.includes('--check')) writeFileSync(file, text);
process.stdout.write(isCurrent ? 'docs/configuration.md is current\n' : process.argv.includes('--check') ? 'docs/configuration.md is not current: npm run docs\n' : 'docs/configuration.md written\n');
if (!isCurrent && process.argv.includes('--check')) process.exit(1);
