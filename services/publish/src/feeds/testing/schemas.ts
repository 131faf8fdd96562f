import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Third-party schemas are read where they lie; where they are absent, their tests say so and are skipped. */
const corporaDir = process.env['CORPORA_DIR'] ?? resolve(import.meta.dirname, '../../../../../../shared/corpora');
const ninjsSchema = join(corporaDir, 'iptc-ninjs/specification/ninjs-schema_3.1.json');
const newsMlSchema = join(corporaDir, 'iptc-newsml-g2/xsd/NewsML-G2_2.35-spec-All-Power.xsd');
const sitemapSchema = join(corporaDir, 'sitemap-xsd/schema/sitemap.xsd');

const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;

/** Tests under a schema, or one that is skipped and says why. */
export const describeUnder = (name: 'ninjs' | 'newsml-g2' | 'sitemap', tests: () => void): void => {
  const file = { ninjs: ninjsSchema, 'newsml-g2': newsMlSchema, sitemap: sitemapSchema }[name];
  if (!existsSync(file)) describe.skip(`under the schema of ${name} (skipped: ${file} is not there; set CORPORA_DIR)`, tests);
  else if (name !== 'ninjs' && !hasXmllint) describe.skip(`under the schema of ${name} (skipped: xmllint is not installed)`, tests);
  else describe(`under the schema of ${name}`, tests);
};

interface Ajv2020 {
  getSchema(id: string): unknown;
  addSchema(schema: object): void;
  compile(schema: object): ((value: unknown) => boolean) & { errors?: { instancePath: string; message?: string; params: object }[] | null };
}

/** What IPTC's JSON schema says is wrong; the validator is the web framework's own. */
export const ninjsFaults = (text: string): string[] => {
  const framework = createRequire(createRequire(import.meta.url).resolve('@fastify/ajv-compiler'));
  const Ajv = (framework('ajv/dist/2020.js') as { default: new (options: object) => Ajv2020 }).default;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  // It refers to GeoJSON's schemas, which it does not bring; nothing of ours has a geometry.
  const schema = readFileSync(ninjsSchema, 'utf8');
  for (const [, id] of schema.matchAll(/"\$ref": "(https?:[^"#]+)#?"/g)) if (id !== undefined && !ajv.getSchema(id)) ajv.addSchema({ $id: id });
  const validate = ajv.compile(JSON.parse(schema) as object);
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
};

const xsdFaults = (schema: string, text: string): string[] => {
  const directory = mkdtempSync(join(tmpdir(), 'schema-'));
  try {
    const file = join(directory, 'document.xml');
    writeFileSync(file, text);
    execFileSync('xmllint', ['--nonet', '--noout', '--schema', schema, file], { stdio: ['ignore', 'ignore', 'pipe'] });
    return [];
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).split('\n').filter((line) => line.includes('error')).map((line) => line.replace(directory, ''));
  } finally {
    rmSync(directory, { recursive: true });
  }
};

export const newsMlG2Faults = (text: string): string[] => xsdFaults(newsMlSchema, text);
export const sitemapFaults = (text: string): string[] => xsdFaults(sitemapSchema, text);
