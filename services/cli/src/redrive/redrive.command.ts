import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
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

/** `redrive <service>`: without `--yes` only shows what it would handle again. */
export const redriveCommand: AddCommand = (program, run) => {
  program
    .command('redrive <service>')
    .description('dead letters of a service: list them; with --yes handle them, and what waits behind them, again')
    .option('--id <id...>', 'only these', [])
    .option('--topic <topic>', 'only of this topic')
    .option('--reason <text>', 'only those whose reason has this text')
    .option('--yes', 'do it')
    .action((name: string, options: RedriveOptions) =>
      run(async ({ settings, output }) => {
        const service = serviceOf(name);
        const letters = await lettersOf(settings, service, options);
        if (!options.yes || letters.length === 0) {
          output.result({ deadLetters: letters }, () => [
            ...table(['id', 'topic', 'key', 'behind it', 'failed', 'reason'], letters.map((one) => [one.id, one.topic, one.key, String(one.parkedBehind), one.failedAt, one.reason])),
            `${letters.length} match${letters.length > 0 ? '; --yes handles them again' : ''}`,
          ]);
          return exitCodes.done;
        }
        const { body } = await api(`${settings.urls[service]}/v1/dead-letters/redrive`, { method: 'POST', token: settings.adminToken(), json: { ids: letters.map(({ id }) => id) } });
        const { outcomes } = body as { outcomes: readonly Outcome[] };
        output.result({ outcomes }, () => outcomes.map(({ id, redriven, failedAgain, stoppedBy }) => `${id}  ${failedAgain === undefined ? `handled, ${redriven ?? 0} messages${stoppedBy ? `; stopped by a next one: ${stoppedBy.reason}` : ''}` : `failed again: ${failedAgain}`}`));
        return outcomes.every(({ failedAgain, stoppedBy }) => failedAgain === undefined && !stoppedBy) ? exitCodes.done : exitCodes.notWell;
      }),
    );
};
