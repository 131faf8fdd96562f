import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const workspace = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

interface Message {
  readonly ruleId: string | null;
  readonly message: string;
  readonly severity: number;
}

/**
 * ESLint with the workspace's own configuration, in a process of its own: the boundary rule reads the project graph
 * that Nx keeps, and skips itself without a word of failure where there is none.
 */
const lintScript = `
process.env.NX_DAEMON = 'false';
const { createProjectGraphAsync } = await import('@nx/devkit');
const { ESLint } = await import('eslint');
await createProjectGraphAsync();
const eslint = new ESLint({ cwd: process.cwd() });
const reports = [];
for (const { path, code } of JSON.parse(process.argv[1])) {
  const [result] = await eslint.lintText(code, { filePath: path });
  reports.push(result.messages.map(({ ruleId, message, severity }) => ({ ruleId, message, severity })));
}
process.stdout.write(JSON.stringify(reports));
process.exit(0);
`;

/** Plants each text under its path, without writing it, and returns what is reported. */
const lint = async (planted: readonly { path: string; code: string }[]): Promise<Message[][]> => {
  const absolute = planted.map(({ path, code }) => ({ path: join(workspace, path), code }));
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', lintScript, JSON.stringify(absolute)], { cwd: workspace, env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' }, maxBuffer: 4 * 1024 * 1024 });
  return JSON.parse(stdout.slice(stdout.indexOf('[['))) as Message[][];
};

const boundaries = '@nx/enforce-module-boundaries';

const violations = [
  { what: 'a service that speaks to Kafka by itself', path: 'services/ingest/src/planted.ts', code: `import { Kafka } from 'kafkajs';\nexport const planted = Kafka;\n`, rule: boundaries },
  { what: 'a service that speaks to Postgres by itself', path: 'services/publish/src/planted.ts', code: `import { Client } from 'pg';\nexport const planted = Client;\n`, rule: boundaries },
  { what: 'a service that imports another', path: 'services/dedupe/src/planted.ts', code: `import { planted } from '@wiredesk/ingest';\nexport const again = planted;\n`, rule: boundaries },
  { what: 'a service that reaches into another by its path', path: 'services/rights/src/planted.ts', code: `import { IngestModule } from '../../ingest/src/ingest.module.js';\nexport const planted = IngestModule;\n`, rule: boundaries },
  { what: 'a contract that knows the platform', path: 'libs/contracts/src/planted.ts', code: `import { uuidv7 } from '@wiredesk/platform';\nexport const planted = uuidv7;\n`, rule: boundaries },
  { what: 'a domain library that knows the platform', path: 'libs/usage-terms/src/planted.ts', code: `import { uuidv7 } from '@wiredesk/platform';\nexport const planted = uuidv7;\n`, rule: boundaries },
  { what: 'a platform library that knows its test harness', path: 'libs/messaging/src/planted.ts', code: `import { testKafka } from '@wiredesk/testing';\nexport const planted = testKafka;\n`, rule: boundaries },
  { what: 'a decision that waits', path: 'services/ingest/src/receive-item/decide.ts', code: `export const decide = async (input: Promise<number>): Promise<number> => await input;\n`, rule: 'no-restricted-syntax' },
  { what: 'a decision that looks at the clock', path: 'services/rights/src/order-takedown/decide.ts', code: `export const decide = (): number => Date.now();\n`, rule: 'no-restricted-syntax' },
  { what: 'a decision that makes its own time', path: 'services/dedupe/src/placing/canonical.decide.ts', code: `export const decide = (): Date => new Date();\n`, rule: 'no-restricted-syntax' },
  { what: 'a decision by chance', path: 'libs/fingerprints/src/planted.ts', code: `export const decide = (): number => Math.random();\n`, rule: 'no-restricted-syntax' },
  { what: 'a decision that reads its environment', path: 'libs/content/src/planted.ts', code: `export const decide = (): string | undefined => process.env['MODE'];\n`, rule: 'no-restricted-syntax' },
  { what: 'a decision that reads files', path: 'services/publish/src/board/decide.ts', code: `import { readFileSync } from 'node:fs';\nexport const decide = (): string => readFileSync('x', 'utf8');\n`, rule: 'no-restricted-imports' },
  { what: 'an any', path: 'services/publish/src/planted.ts', code: `export const planted = (value: any): string => String(value);\n`, rule: '@typescript-eslint/no-explicit-any' },
] as const;

const allowed = [
  { what: 'a service on the platform', path: 'services/ingest/src/planted.ts', code: `import { KAFKA } from '@wiredesk/messaging';\nimport { inTransaction } from '@wiredesk/persistence';\nexport const planted = [KAFKA, inTransaction];\n` },
  { what: 'a decision over values', path: 'services/rights/src/order-takedown/decide.ts', code: `export const decide = (now: Date, startsAt: string): boolean => new Date(startsAt) <= now;\n` },
] as const;

describe('the architecture, as far as a machine watches over it', () => {
  let reports: Message[][];

  beforeAll(async () => {
    reports = await lint([...violations, ...allowed]);
  }, 120_000);

  it.each(violations.map((violation, index) => ({ ...violation, index })))('refuses $what', ({ rule, index }) => {
    expect(reports[index]?.filter(({ ruleId, severity }) => ruleId === rule && severity === 2)).toHaveLength(1);
  });

  it.each(allowed.map((each, index) => ({ ...each, index: violations.length + index })))('lets pass $what', ({ index }) => {
    expect(reports[index]).toEqual([]);
  });
});
