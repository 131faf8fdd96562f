import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output.js';

interface SourceView {
  readonly id: string;
  readonly name: string;
  readonly language?: string;
  readonly licence: string;
  readonly lastPushAt: string | null;
}

interface NewSourceOptions {
  readonly name: string;
  readonly language?: string;
  readonly timeZone?: string;
  readonly url?: string;
}

export const sourcesCommand: AddCommand = (program, run) => {
  const sources = program.command('sources').description('upstream parties and their keys');
  sources
    .command('list', { isDefault: true })
    .description('all of them')
    .action(() =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.ingest}/v1/sources`, { token: settings.adminToken() });
        output.result(body as { sources: readonly SourceView[] }, (answer) =>
          table(['id', 'name', 'language', 'licence', 'last push'], answer.sources.map((source) => [source.id, source.name, source.language ?? '-', source.licence, source.lastPushAt ?? 'never'])),
        );
        return exitCodes.done;
      }),
    );
  sources
    .command('create <id>')
    .description('create one; its key is shown once')
    .requiredOption('--name <name>', 'as it is shown in credits')
    .option('--language <tag>', 'of items that do not say')
    .option('--time-zone <zone>', 'of dates without a zone, such as Asia/Shanghai')
    .option('--url <url>', 'its home page')
    .action((id: string, options: NewSourceOptions) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.ingest}/v1/sources`, { method: 'POST', token: settings.adminToken(), json: { id, ...options } });
        output.result(body as { key: string }, ({ key }) => [`source "${id}" is there; its key, shown only now: ${key}`]);
        return exitCodes.done;
      }),
    );
  sources
    .command('key <id>')
    .description('make a new key; older ones work on for a day')
    .action((id: string) =>
      run(async ({ settings, output }) => {
        const { body } = await api(`${settings.urls.ingest}/v1/sources/${encodeURIComponent(id)}/keys`, { method: 'POST', token: settings.adminToken(), json: {} });
        output.result(body as { key: string }, ({ key }) => [`key of "${id}", shown only now: ${key}`]);
        return exitCodes.done;
      }),
    );
};
