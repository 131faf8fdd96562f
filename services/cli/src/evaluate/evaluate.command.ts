import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes, type ExitCode } from '../exit-codes.js';

interface EvaluateOptions {
  readonly out?: string;
  readonly database?: string;
}

/** dist/evaluate, so four up: services/cli/dist/evaluate → the workspace. */
const workspace = resolve(import.meta.dirname, '../../../..');

/** In a workspace the script that finds or starts a Postgres; in an image only the evaluation itself. */
const programOf = (): string => {
  const found = [join(workspace, 'deploy/evaluate-dedupe.mjs'), join(workspace, 'services/dedupe/dist/evaluate/main.js')].find((file) => existsSync(file));
  if (found === undefined) throw new CommandFailed(`dedupe is not here: neither deploy/ nor services/dedupe/dist/ is in ${workspace}`, exitCodes.usage);
  return found;
};

/** `dedupe evaluate FILE.jsonl`: the real placement over a corpus, on a scratch database. Its output is the evaluation's own. */
export const dedupeCommand: AddCommand = (program, run) => {
  program
    .command('dedupe')
    .description('about the placing of copies in stories')
    .command('evaluate <file>')
    .description('place a corpus of your own ({id, source, publishedAt, title, text, truth?} per line), and score it where the truth is given')
    .option('--out <file>', 'where each item came to stand; else standard output')
    .option('--database <url>', 'Postgres, as a role that may create a database; else the local stack\'s, or one started for this')
    .action((file: string, { out, database }: EvaluateOptions) =>
      run(async () => {
        const options = [...(out === undefined ? [] : ['--out', out]), ...(database === undefined ? [] : ['--database', database])];
        return codeOf(await ended(programOf(), [file, ...options]));
      }),
    );
};

const ended = (program: string, given: readonly string[]): Promise<number> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...given], { stdio: 'inherit' });
    child.on('error', fail);
    child.on('exit', (code) => done(code ?? 1));
  });

const codeOf = (code: number): ExitCode => (code === 0 ? exitCodes.done : code === 2 ? exitCodes.usage : exitCodes.refused);
