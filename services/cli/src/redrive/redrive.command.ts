import { api } from '../api.js';
import type { AddCommand, Context } from '../command-line.js';
import { CommandFailed, exitCodes, type ExitCode } from '../exit-codes.js';
import { table } from '../output.js';
import { serviceNames, type ServiceName, type Settings } from '../settings.js';

interface RedriveOptions {
  readonly id: string[];
  readonly topic?: string;
  readonly reason?: string;
  readonly yes?: boolean;
}

interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
  readonly failedAt: string;
  readonly parkedBehind: number;
}

interface Outcome {
  readonly id: string;
  readonly redriven?: number;
  readonly failedAgain?: string;
  readonly stoppedBy?: { readonly reason: string };
}

/** As many as a service lists and redrives in one call. */
const lettersMax = 500;

const lettersOf = async (settings: Settings, service: ServiceName, { topic, reason, id }: RedriveOptions): Promise<DeadLetter[]> => {
  const query = new URLSearchParams({ ...(topic === undefined ? {} : { topic }), ...(reason === undefined ? {} : { reasonContains: reason }), limit: String(lettersMax) });
  const { body } = await api(`${settings.urls[service]}/v1/dead-letters?${query.toString()}`, { token: settings.adminToken() });
  const letters = (body as { deadLetters: readonly DeadLetter[] }).deadLetters;
  return letters.filter((letter) => id.length === 0 || id.includes(letter.id));
};

const serviceOf = (name: string): ServiceName => {
  const found = serviceNames.find((known) => known === name);
  if (!found) throw new CommandFailed(`"${name}" is none of the services: ${serviceNames.join(', ')}`, exitCodes.usage);
  return found;
};

/** What a call did to each, in a line. */
const outcomeLine = ({ id, redriven, failedAgain, stoppedBy }: Outcome): string =>
  `${id}  ${failedAgain === undefined ? `handled, ${redriven ?? 0} messages${stoppedBy ? `; stopped by a next one: ${stoppedBy.reason}` : ''}` : `failed again: ${failedAgain}`}`;

const letterTable = (letters: readonly DeadLetter[], what: string): string[] => [
  ...table(['id', 'topic', 'key', 'behind it', 'failed', 'reason'], letters.map((one) => [one.id, one.topic, one.key, String(one.parkedBehind), one.failedAt, one.reason])),
  `${letters.length} match${letters.length > 0 ? `; --yes ${what}` : ''}`,
];

/** Shows what it would be; with `--yes` does it to exactly those. */
const change = async ({ settings, output }: Context, name: string, options: RedriveOptions, act: 'redrive' | 'discard', why: { reason?: string }): Promise<ExitCode> => {
  const service = serviceOf(name);
  const letters = await lettersOf(settings, service, options);
  if (!options.yes || letters.length === 0) {
    output.result({ deadLetters: letters }, () => letterTable(letters, act === 'redrive' ? 'handles them again' : 'gives them up for good'));
    return exitCodes.done;
  }
  const { body } = await api(`${settings.urls[service]}/v1/dead-letters/${act}`, { method: 'POST', token: settings.adminToken(), json: { ids: letters.map(({ id }) => id), ...why } });
  const { outcomes } = body as { outcomes: readonly Outcome[] };
  output.result({ outcomes }, () => outcomes.map(outcomeLine));
  return outcomes.every(({ failedAgain, stoppedBy }) => failedAgain === undefined && !stoppedBy) ? exitCodes.done : exitCodes.notWell;
};

/** `redrive <service>` and `discard <service>`: without `--yes` they only show which it would be. */
export const redriveCommand: AddCommand = (program, run) => {
  program
    .command('redrive <service>')
    .description('dead letters of a service: list them; with --yes handle them, and what waits behind them, again')
    .option('--id <id...>', 'only these', [])
    .option('--topic <topic>', 'only of this topic')
    .option('--reason <text>', 'only those whose reason has this text')
    .option('--groups', 'only count them by what went wrong')
    .option('--yes', 'do it')
    .action((name: string, options: RedriveOptions & { readonly groups?: boolean }) => run((context) => (options.groups ? showGroups(context, name) : change(context, name, options, 'redrive', {}))));
};

export const discardCommand: AddCommand = (program, run) => {
  program
    .command('discard <service>')
    .description('dead letters of a service: list them; with --yes give them up for good, on record, and handle what waits behind them')
    .requiredOption('--because <text>', 'why they may be given up, at least 5 characters')
    .option('--id <id...>', 'only these', [])
    .option('--topic <topic>', 'only of this topic')
    .option('--reason <text>', 'only those whose reason has this text')
    .option('--yes', 'do it')
    .action((name: string, options: RedriveOptions & { readonly because: string }) => run((context) => change(context, name, options, 'discard', { reason: options.because })));
};

interface Group {
  readonly topic: string;
  readonly pattern: string;
  readonly count: number;
  readonly parked: number;
  readonly lastFailedAt: string;
}

const showGroups = async ({ settings, output }: Context, name: string): Promise<ExitCode> => {
  const { body } = await api(`${settings.urls[serviceOf(name)]}/v1/dead-letters/groups`, { token: settings.adminToken() });
  output.result(body as { groups: readonly Group[] }, ({ groups }) => table(['letters', 'behind them', 'topic', 'last failed', 'what went wrong'], groups.map((one) => [String(one.count), String(one.parked), one.topic, one.lastFailedAt, one.pattern])));
  return exitCodes.done;
};
