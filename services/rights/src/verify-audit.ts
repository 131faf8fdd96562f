import { readFile, writeFile } from 'node:fs/promises';

import { Command } from 'commander';

import { readVerifierKey } from './audit-log/note.js';
import { tilePath } from './audit-log/tiles.js';
import { verifyLog, type LogSource } from './audit-log/verify-log.js';

const callTimeoutMs = 20_000;

const get = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(callTimeoutMs), redirect: 'error' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
};

/** The log of a running deployment; `note` is its checkpoint, read once. */
const logAt = (url: string, note: string): LogSource => ({
  checkpoint: async () => note,
  entries: (n, width) => get(`${url}/audit/tile/entries/${tilePath(n, width)}`),
});

interface Options {
  readonly key?: string;
  readonly checkpoint?: string;
  readonly save?: string;
}

/** `node dist/verify-audit.js <url of rights> [--key …] [--checkpoint file] [--save file]`: 0 where all is well, 1 where not. */
const verify = async (url: string, options: Options): Promise<void> => {
  const { name, key } = readVerifierKey(options.key ?? (await get(`${url}/audit/key`)).toString('utf8'));
  const note = (await get(`${url}/audit/checkpoint`)).toString('utf8');
  const verdict = await verifyLog(logAt(url, note), name, key, options.checkpoint === undefined ? undefined : await readFile(options.checkpoint, 'utf8'));
  for (const problem of verdict.problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(verdict.ok ? `${name}: ${verdict.size} entries, all in their places\n` : `${name}: NOT VERIFIED\n`);
  if (verdict.ok && options.save !== undefined) await writeFile(options.save, note);
  process.exitCode = verdict.ok ? 0 : 1;
};

await new Command('verify-audit')
  .argument('<url>', 'address of rights, without a trailing slash')
  .option('--key <key>', 'verifier key (name+id+key) that you trust; else the one that the log shows')
  .option('--checkpoint <file>', 'a checkpoint that you saved earlier: the log must only have grown since')
  .option('--save <file>', 'keep the checkpoint for the next time')
  .action(verify)
  .parseAsync();
