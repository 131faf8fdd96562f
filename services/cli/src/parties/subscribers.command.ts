import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output.js';

interface SubscriberView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly state?: string;
}

const listOf = (body: unknown): readonly SubscriberView[] => (Array.isArray(body) ? (body as SubscriberView[]) : ((body as { subscribers?: readonly SubscriberView[] }).subscribers ?? []));

export const subscribersCommand: AddCommand = (program, run) => {
  const subscribers = program.command('subscribers').description('parties that receive deliveries');
  subscribers
    .command('list', { isDefault: true })
    .description('all of them')
    .action(() =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.publish}/v1/subscribers`, { token: settings.adminToken() });
        output.result({ subscribers: listOf(body) }, (answer) => table(['id', 'name', 'state', 'url'], answer.subscribers.map((one) => [one.id, one.name, one.state ?? '-', one.url])));
        return exitCodes.done;
      }),
    );
  subscribers
    .command('create')
    .description('create one; its signing secret is shown once')
    .requiredOption('--name <name>')
    .requiredOption('--url <url>', 'where deliveries are posted')
    .action((options: { name: string; url: string }) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.publish}/v1/subscribers`, { method: 'POST', token: settings.adminToken(), json: options });
        output.result(body as { id: string; secret: string }, ({ id, secret }) => [`subscriber ${id}; its signing secret, shown only now: ${secret}`]);
        return exitCodes.done;
      }),
    );
};
