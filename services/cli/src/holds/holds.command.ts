import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';

interface HoldOptions {
  readonly reason: string;
  readonly class: string;
  readonly law?: string;
}

const scopeOf = (kind: string, id: string): Readonly<Record<string, string>> => {
  switch (kind) {
    case 'item':
      return { kind, itemId: id };
    case 'story':
      return { kind, storyId: id };
    case 'source':
      return { kind, sourceId: id };
    case 'url':
      return { kind, url: id };
    default:
      throw new CommandFailed(`"${kind}" is nothing that can be held: item, story, source or url`, exitCodes.usage);
  }
};

/** `hold item <id>`: dark at once, without a case. */
export const holdCommand: AddCommand = (program, run) => {
  program
    .command('hold <kind> <id>')
    .description('take something down at once: kind is item, story, source or url')
    .requiredOption('--reason <text>', 'for our own records')
    .option('--class <class>', 'legal, order, licence, editorial or quarantine', 'editorial')
    .option('--law <law>', 'what the removal page names')
    .action((kind: string, id: string, options: HoldOptions) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.rights}/v1/holds`, { method: 'POST', token: settings.adminToken(), json: { scope: scopeOf(kind, id), ...options } });
        output.result(body as { holdId: string }, ({ holdId }) => [`held; lift it with: wiredesk lift ${holdId} --reason …`]);
        return exitCodes.done;
      }),
    );
};

/** `lift <holdId>`: only this hold; what another one covers stays dark. */
export const liftCommand: AddCommand = (program, run) => {
  program
    .command('lift <holdId>')
    .description('lift one hold; what another hold covers stays dark')
    .requiredOption('--reason <text>', 'for our own records')
    .action((holdId: string, { reason }: { reason: string }) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.rights}/v1/holds/${encodeURIComponent(holdId)}/lift`, { method: 'POST', token: settings.adminToken(), json: { reason } });
        output.result(body, () => [`lifted ${holdId}`]);
        return exitCodes.done;
      }),
    );
};
