import { Command, CommanderError } from 'commander';

import { backupCommand } from './backup/backup.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { dedupeCommand } from './evaluate/evaluate.command.js';
import { CommandFailed, exitCodes, type ExitCode } from './exit-codes.js';
import { explainCommand } from './explain/explain.command.js';
import { holdCommand, liftCommand } from './holds/holds.command.js';
import { outputTo, type Output } from './output.js';
import { sourcesCommand } from './parties/sources.command.js';
import { subscribersCommand } from './parties/subscribers.command.js';
import { pushCommand } from './push/push.command.js';
import { discardCommand, redriveCommand } from './redrive/redrive.command.js';
import { replayCommand } from './replay/replay.command.js';
import { restoreCommand } from './restore/restore.command.js';
import { settingsFrom, type Settings } from './settings.js';
import { statusCommand } from './status/status.command.js';
import { takedownCommand } from './takedown/takedown.command.js';
import { topicsCommand } from './topics/topics.command.js';

/** What a command works with. */
export interface Context {
  readonly settings: Settings;
  readonly output: Output;
}

/** Adds one command; `run` gets its work done and may throw CommandFailed. */
export type AddCommand = (program: Command, run: (work: (context: Context) => Promise<ExitCode>) => Promise<void>) => void;

const commands: readonly AddCommand[] = [
  statusCommand, pushCommand, explainCommand, takedownCommand, holdCommand, liftCommand, sourcesCommand, subscribersCommand, redriveCommand, discardCommand, replayCommand, topicsCommand, doctorCommand, dedupeCommand, backupCommand, restoreCommand,
];

const environmentHelp = `
Environment: WIREDESK_TOKEN (or what "npm start" left in .wiredesk), WIREDESK_STATE_DIR, INGEST_URL, RIGHTS_URL,
DEDUPE_URL, PUBLISH_URL, CONSOLE_URL, KAFKA_BROKERS.
Ends with 0 done, 1 refused by the product, 2 wrong usage, 3 not reachable, 4 done but not all is well.`;

/** Runs one command line and returns what the process should end with. */
export const runCommandLine = async (argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Promise<ExitCode> => {
  const program = new Command('wiredesk').description('Push, look, take down: Wiredesk from a terminal').option('--json', 'print the result as JSON').addHelpText('after', environmentHelp).exitOverride();
  let code: ExitCode = exitCodes.done;
  const run = async (work: (context: Context) => Promise<ExitCode>): Promise<void> => {
    const output = outputTo(program.opts<{ json?: boolean }>().json === true, (text) => process.stdout.write(text), (text) => process.stderr.write(text));
    code = await work({ settings: settingsFrom(environment, process.cwd()), output });
  };
  for (const add of commands) add(program, run);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (!(error instanceof CommandFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
};
