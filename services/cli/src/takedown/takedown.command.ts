import { readFileSync } from 'node:fs';

import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { table } from '../output.js';

interface TakedownOptions {
  readonly scope: string;
  readonly type: string;
  readonly name?: string;
  readonly email?: string;
  readonly grounds?: string;
  readonly notice?: string;
}

interface Filed {
  readonly case: { readonly number: string; readonly url: string; readonly token: string; readonly missing?: readonly unknown[] };
  readonly targets: readonly { readonly url: string | null; readonly state: string; readonly holdId?: string | null; readonly note?: string | null }[];
}

/** A notice from a file as it is, or one made of the options; addresses are added to it. */
const noticeOf = (addresses: readonly string[], options: TakedownOptions): Readonly<Record<string, unknown>> => {
  if (options.notice === undefined) {
    return {
      type: options.type,
      scope: options.scope,
      claimant: { role: 'owner', ...(options.name === undefined ? {} : { name: options.name }), ...(options.email === undefined ? {} : { email: options.email }) },
      targets: addresses.map((url) => ({ url })),
      ...(options.grounds === undefined ? {} : { grounds: options.grounds }),
    };
  }
  try {
    const notice = JSON.parse(readFileSync(options.notice, 'utf8')) as { targets?: readonly unknown[] };
    return { ...notice, targets: [...(notice.targets ?? []), ...addresses.map((url) => ({ url }))] };
  } catch (cause) {
    throw new CommandFailed(`the notice ${options.notice} cannot be read: ${(cause as Error).message}`, exitCodes.usage, { cause });
  }
};

export const takedownCommand: AddCommand = (program, run) => {
  program
    .command('takedown [addresses...]')
    .description('file a notice about articles, by their address here or at the source, or by id')
    .option('--notice <file>', 'the whole notice as JSON, as POST /v1/takedowns takes it')
    .option('--scope <scope>', 'item, story or source', 'item')
    .option('--type <type>', 'copyright, trademark, defamation, privacy, court-order …', 'copyright')
    .option('--name <name>', 'who claims')
    .option('--email <address>', 'where the claimant is reached')
    .option('--grounds <text>', 'why it is unlawful')
    .action((addresses: string[], options: TakedownOptions) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.rights}/v1/takedowns`, { method: 'POST', token: settings.adminToken(), json: noticeOf(addresses, options) });
        output.result(body as Filed, (filed) => [
          `case ${filed.case.number}  ${filed.case.url}`,
          ...table(['address', 'state', 'hold', ''], filed.targets.map(({ url, state, holdId, note }) => [url ?? '-', state, holdId ?? '-', note ?? ''])),
        ]);
        return (body as Filed).targets.every(({ holdId }) => holdId) ? exitCodes.done : exitCodes.notWell;
      }),
    );
};
