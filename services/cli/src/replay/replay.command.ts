import { setTimeout as sleep } from 'node:timers/promises';

import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { table } from '../output.js';
import type { ServiceName, Settings } from '../settings.js';
import { progressLine, type ReplayState } from './progress.js';

interface ReplayOptions {
  readonly watch?: boolean;
}

/** Services that can build what they read from topics anew. */
const replayable: readonly ServiceName[] = ['console', 'dedupe'];
const lookEveryMs = 500;
/** A replay of a year's topics takes hours; a terminal need not wait for it. */
const watchedMsMax = 24 * 3_600_000;

const serviceOf = (name: string): ServiceName => {
  const found = replayable.find((known) => known === name);
  if (!found) throw new CommandFailed(`"${name}" has nothing to replay: ${replayable.join(', ')}`, exitCodes.usage);
  return found;
};

const stateOf = async (settings: Settings, service: ServiceName): Promise<ReplayState> =>
  (await api(`${settings.urls[service]}/v1/replay`, { token: settings.adminToken() })).body as ReplayState;

const untilEnded = async (settings: Settings, service: ServiceName, note: (text: string) => void): Promise<ReplayState> => {
  let shown = '';
  for (const until = Date.now() + watchedMsMax; Date.now() < until; ) {
    const state = await stateOf(settings, service);
    if (state.state !== 'reading' && state.state !== 'swapping') return state;
    const line = progressLine(state.topics);
    if (line !== shown) note(line);
    shown = line;
    await sleep(lookEveryMs);
  }
  throw new CommandFailed(`the replay of ${service} goes on; "wiredesk replay ${service} --watch" looks again`, exitCodes.notWell);
};

/** `replay <service>`: builds a read model anew from the topics while the present one serves, and waits for it. */
export const replayCommand: AddCommand = (program, run) => {
  program
    .command('replay <service>')
    .description(`build what a service reads from the topics anew, beside what serves (${replayable.join(', ')})`)
    .option('--watch', 'begin none, look at the one that runs')
    .action((name: string, { watch }: ReplayOptions) =>
      run(async ({ settings, output }) => {
        const service = serviceOf(name);
        if (!watch) await api(`${settings.urls[service]}/v1/replay`, { method: 'POST', token: settings.adminToken() });
        const ended = await untilEnded(settings, service, (text) => output.note(text));
        output.result(ended, (state) => {
          if (state.state === 'idle') return [`no replay of ${service} ran since this process began`];
          if (state.state === 'failed') return [`the replay of ${service} failed, the old tables serve on: ${state.reason}`];
          return [...table(['topic', 'messages'], Object.entries(state.topics).map(([topic, { read }]) => [topic, String(read)])), `${service} was rebuilt, begun ${state.startedAt}, in place ${state.endedAt ?? ''}`];
        });
        return ended.state === 'failed' ? exitCodes.notWell : exitCodes.done;
      }),
    );
};
