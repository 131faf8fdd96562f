import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { call, eventually } from './client.js';
import { portToKeep, Shell, tourOf } from './tour.js';

const workspace = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(workspace, 'README.md'), 'utf8');
const upWithinMs = 150_000;

const portVariables = { PORTAL_PORT: 8080, INGEST_PORT: 8081, RIGHTS_PORT: 8082, DEDUPE_PORT: 8083, CONSOLE_PORT: 8090, DEMO_SUBSCRIBER_PORT: 8099, POSTGRES_PORT: 15_432, KAFKA_PORT: 19_092, KAFKA_CONTROLLER_PORT: 19_093 };
type PortVariable = keyof typeof portVariables;

/** `npm start`, with a state folder and ports of its own. */
class Launcher {
  readonly stateDir: string;
  readonly ports = {} as Record<PortVariable, number>;
  output = '';
  private child: ChildProcess | undefined;

  constructor() {
    // Not below the system's temporary folder: an administrator's Postgres runs as another user, who has to get in.
    this.stateDir = mkdtempSync(join(existsSync('/var/tmp') ? '/var/tmp' : workspace, 'wiredesk-e2e-'));
    chmodSync(this.stateDir, 0o711);
  }

  async choosePorts(): Promise<void> {
    for (const name of Object.keys(portVariables) as PortVariable[]) this.ports[name] = await portToKeep();
  }

  get env(): NodeJS.ProcessEnv {
    const { TEST_DATABASE_URL: _database, TEST_KAFKA_BROKERS: _brokers, DATABASE_URL: _url, KAFKA_BROKERS: _kafka, NODE_OPTIONS: _options, ...rest } = process.env;
    return { ...rest, ...Object.fromEntries(Object.entries(this.ports).map(([name, port]) => [name, String(port)])), WIREDESK_STATE_DIR: this.stateDir, WIREDESK_INSTALL: 'no', PATH: `${join(workspace, 'node_modules/.bin')}:${process.env['PATH']}` };
  }

  /** The README's text with our ports and our state folder in it. */
  here(text: string): string {
    let changed = text.replaceAll('.wiredesk/', `${this.stateDir}/`);
    for (const [name, port] of Object.entries(portVariables)) changed = changed.replaceAll(`localhost:${port}`, `localhost:${this.ports[name as PortVariable]}`);
    return changed;
  }

  start(extra: Readonly<Record<string, string>> = {}): void {
    this.output = '';
    const child = spawn(process.execPath, [join(workspace, 'deploy/local/start.mjs')], { cwd: workspace, env: { ...this.env, ...extra } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child = child;
  }

  async up(): Promise<void> {
    this.start();
    const up = eventually(async () => expect(this.output).toContain('Wiredesk is up after'), upWithinMs);
    await Promise.race([up, this.ended().then((how) => Promise.reject(new Error(`it ended with ${how}: ${this.output}`)))]);
  }

  /** What the process ended with. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const child = this.child;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode ?? child.signalCode;
  }

  async signal(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.child?.kill(signal);
    return this.ended();
  }

  /** Pids that the launcher has noted and that still run. */
  running(): string[] {
    const runDir = join(this.stateDir, 'run');
    const names = existsSync(runDir) ? readdirSync(runDir).filter((file) => file.endsWith('.pid')) : [];
    return names.filter((file) => {
      const { pid } = JSON.parse(readFileSync(join(runDir, file), 'utf8')) as { pid: number };
      return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    });
  }

  async drop(): Promise<void> {
    await this.signal('SIGINT');
    const reset = spawn(process.execPath, [join(workspace, 'deploy/local/reset.mjs')], { cwd: workspace, env: this.env });
    await once(reset, 'exit');
    rmSync(this.stateDir, { recursive: true, force: true });
  }
}

describe('npm start, as the README tells it', () => {
  const launcher = new Launcher();
  let shell: Shell | undefined;
  const pasted = (line: string): Promise<string> => (shell ? shell.run(line) : Promise.reject(new Error('the shell was not started')));
  const page = (item: string) => call(`http://localhost:${launcher.ports.PORTAL_PORT}/articles/${item}`);

  beforeAll(async () => {
    await launcher.choosePorts();
    await launcher.up();
    shell = new Shell(workspace, launcher.env);
  }, upWithinMs + 10_000);

  afterAll(async () => {
    shell?.close();
    await launcher.drop();
  }, 60_000);

  it('shows a portal with articles in both languages, and tells the secrets it made to their owner only', async () => {
    const feed = JSON.parse((await call(`http://localhost:${launcher.ports.PORTAL_PORT}/feeds/all.json`)).text) as { items: { language?: string }[] };
    expect(feed.items.length).toBeGreaterThanOrEqual(28);
    expect(new Set(feed.items.map(({ language }) => language?.slice(0, 2)))).toEqual(new Set(['zh', 'en']));
    const secrets = ['secrets.json', 'admin-token', 'demo/demo-key', 'demo/subscriber.json'].map((file) => join(launcher.stateDir, file));
    expect(secrets.map((file) => statSync(file).mode & 0o777)).toEqual(secrets.map(() => 0o600));
    expect(launcher.output).toContain(readFileSync(join(launcher.stateDir, 'admin-token'), 'utf8').trim());
  });

  it('answers each line of the tour as the README says', async () => {
    const lines = tourOf(readme, 'A tour of five minutes');
    expect(lines.filter(({ expected }) => expected !== undefined).length).toBeGreaterThanOrEqual(12);
    for (const { command, expected } of lines) {
      const line = launcher.here(command).replace(/^npx /, '');
      // What asks may ask again until it is so; what sends, sends once.
      if (expected === undefined || /=\$\(|--data|-d @/.test(command)) expect(`${command}\n${await pasted(line)}`).toContain(expected ?? '');
      else await eventually(async () => expect(`${command}\n${await pasted(line)}`.slice(command.length)).toContain(expected), 60_000);
    }
  }, 240_000);

  it('has a subscriber that was told, and acknowledged', async () => {
    await eventually(async () => expect(launcher.output).toMatch(/demo-subscriber: article\.taken_down[\s\S]*demo-subscriber: removed [0-9a-f-]+ and acknowledged it/), 30_000);
  }, 40_000);

  it('obeys the wiredesk command, whose exit codes say how it went', async () => {
    const wiredesk = async (line: string): Promise<{ code: number; text: string }> => {
      const text = await pasted(`wiredesk ${line}; echo "code $?"`);
      return { code: Number(/code (\d+)\s*$/.exec(text)?.[1]), text };
    };
    const status = await wiredesk('--json status');
    expect(status.code).toBe(0);
    expect((JSON.parse(status.text.replace(/code \d+\s*$/, '')) as { services: { service: string; ready: boolean }[] }).services.map(({ service, ready }) => [service, ready])).toEqual([
      ['publish', true], ['ingest', true], ['rights', true], ['dedupe', true], ['console', true],
    ]);
    expect(await wiredesk('push examples/feed.gbk.xml --source demo')).toEqual({ code: 0, text: expect.stringContaining('1 pushed; 2 new') });
    expect(await wiredesk('push examples --source demo')).toEqual({ code: 4, text: expect.stringMatching(/takedown\.json: [\s\S]*5 pushed/) });
    expect(await wiredesk('push examples/article.html --source demo --key wrong')).toEqual({ code: 1, text: expect.stringContaining('answered 401') });
    expect(await wiredesk('push nowhere.xml --source demo')).toEqual({ code: 2, text: expect.stringContaining('there is no file or folder') });
    const item = /"itemId":"([0-9a-f-]{36})"/.exec((await wiredesk('--json push examples/article.html --source demo')).text.replaceAll(/\s/g, ''))?.[1] ?? '';
    await eventually(async () => expect((await page(item)).status).toBe(200));
    const held = await wiredesk(`hold item ${item} --reason "a drill"`);
    expect(held.code).toBe(0);
    await eventually(async () => expect((await page(item)).status).toBe(410));
    expect((await wiredesk(`explain ${item}`)).text).toContain('It is not live');
    expect((await wiredesk(`lift ${/wiredesk lift (\S+)/.exec(held.text)?.[1]} --reason "the drill is over"`)).code).toBe(0);
    await eventually(async () => expect((await page(item)).status).toBe(200));
    expect(await wiredesk('topics')).toEqual({ code: 0, text: expect.stringContaining('wiredesk.holds.v1') });
    expect(await wiredesk('redrive rights')).toEqual({ code: 0, text: expect.stringContaining('0 match') });
    expect((await wiredesk('doctor')).text).toMatch(/^java +ok/m);
  }, 90_000);

  it('says which port is busy and what moves it, and starts nothing', async () => {
    const other = new Launcher();
    await other.choosePorts();
    const server = createServer().listen(other.ports.RIGHTS_PORT, '127.0.0.1');
    try {
      other.start();
      expect(await other.ended()).toBe(1);
      expect(other.output).toContain(`port ${other.ports.RIGHTS_PORT} (rights) is in use`);
      expect(other.output).toContain('RIGHTS_PORT');
      expect(other.running()).toEqual([]);
    } finally {
      server.close();
      await other.drop();
    }
  }, 60_000);

  it('does not start a second time in the same folder', async () => {
    const second = Object.create(launcher, { output: { value: '', writable: true }, child: { value: undefined, writable: true } }) as Launcher;
    second.start();
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('Wiredesk runs already (process');
    expect((await call(`http://localhost:${launcher.ports.PORTAL_PORT}/health/ready`)).status).toBe(200);
  }, 60_000);

  it('goes on after a kill -9 of itself, with all that it knew, and stops everything in order', async () => {
    const item = (await pasted('echo $ITEM')).trim();
    expect((await page(item)).status).toBe(451);
    await launcher.signal('SIGKILL');
    expect(launcher.running().length).toBeGreaterThanOrEqual(8);

    await launcher.up();
    expect(launcher.output).toContain('ended what an earlier run had left');
    expect(launcher.output).toContain('nothing changed');
    expect((await page(item)).status).toBe(451);

    expect(await launcher.signal('SIGINT')).toBe(0);
    const stopped = [...launcher.output.matchAll(/^stopped (\S+)$/gm)].map(([, name]) => name);
    expect(stopped.slice(-2)).toEqual(['kafka', 'postgres']);
    expect(stopped.slice(0, -2).sort()).toEqual(['console', 'dedupe', 'demo-subscriber', 'ingest', 'publish', 'rights']);
    expect(launcher.running()).toEqual([]);
  }, upWithinMs + 90_000);
});
