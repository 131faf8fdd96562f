import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

import type { ServiceName, Settings } from '../settings.js';
import { serviceNames } from '../settings.js';
import { certificateOf } from './certificates.js';
import type { Measured } from './decide.js';

const mebibyte = 1024 * 1024;
const askTimeoutMs = 2_000;
const connectTimeoutMs = 500;

const variables: Readonly<Record<ServiceName, string>> = { publish: 'PORTAL_PORT', ingest: 'INGEST_PORT', rights: 'RIGHTS_PORT', dedupe: 'DEDUPE_PORT', console: 'CONSOLE_PORT' };

/** What a command prints on either stream; null where it cannot be run. */
const printed = (command: string, args: readonly string[]): string | null => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}`.trim() : null;
};

const listens = (url: URL): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) });
    socket.setTimeout(connectTimeoutMs);
    const answer = (value: boolean) => (): void => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', answer(true)).once('timeout', answer(false)).once('error', answer(false));
  });

/** Whether one of our services answers there, and by how much its clock differs from ours. */
const askService = async (url: string): Promise<{ isOurs: boolean; clockOffMs: number | null }> => {
  try {
    const before = Date.now();
    const answer = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(askTimeoutMs), redirect: 'error' });
    const isOurs = answer.ok && /"live":true/.test(await answer.text());
    const said = Date.parse(answer.headers.get('date') ?? '');
    // The header has whole seconds: half a second is added to be right on average.
    return { isOurs, clockOffMs: isOurs && !Number.isNaN(said) ? Math.round((before + Date.now()) / 2 - (said + 500)) : null };
  } catch {
    return { isOurs: false, clockOffMs: null };
  }
};

/** Free space where a folder is or will be. */
const diskFreeMiB = (folder: string): number => {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const { bavail, bsize } = statfsSync(at);
  return Math.round((bavail * bsize) / mebibyte);
};

/** Free memory as Linux estimates it for new processes, caches that it would give up included. */
const memoryFreeMiB = (): number => {
  const available = existsSync('/proc/meminfo') ? /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] : undefined;
  return available === undefined ? Math.round(freemem() / mebibyte) : Math.round(Number(available) / 1024);
};

/** Looks at the machine and at the stack that may run on it. */
export const measure = async ({ urls, stateDir }: Settings): Promise<Measured> => {
  const cache = join(stateDir, 'cache');
  const services = await Promise.all(
    serviceNames.map(async (name) => {
      const url = new URL(urls[name]);
      const answers = await listens(url);
      return { name, url, answers, ...(answers ? await askService(urls[name]) : { isOurs: false, clockOffMs: null }) };
    }),
  );
  const secure = [...new Set(serviceNames.map((name) => urls[name]).filter((url) => url.startsWith('https:')).map((url) => new URL(url).origin))];
  const certificates = await Promise.all(secure.map((origin) => certificateOf(new URL(origin), Date.now())));
  return {
    java: printed('java', ['-version']),
    maven: /Maven [\d.]+/.exec(printed('mvn', ['-v']) ?? '')?.[0] ?? null,
    jarsAreThere: existsSync(cache) && readdirSync(cache).some((name) => /^kafka-[\d.]+$/.test(name)),
    node: process.versions.node,
    memoryTotalMiB: Math.round(totalmem() / mebibyte),
    memoryFreeMiB: memoryFreeMiB(),
    diskFreeMiB: diskFreeMiB(stateDir),
    clockOffMs: services.map(({ clockOffMs }) => clockOffMs).find((off) => off !== null) ?? null,
    certificates: certificates.filter((certificate) => certificate !== undefined),
    ports: services.map(({ name, url, answers, isOurs }) => ({ port: Number(url.port || 80), name, variable: variables[name], listens: answers, isOurs })),
  };
};
