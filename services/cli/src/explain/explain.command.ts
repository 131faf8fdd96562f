import type { AddCommand } from '../command-line.js';
import { api } from '../api.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output.js';

interface Explained {
  readonly sentence: { readonly en: string; readonly zh: string };
  readonly itemId: string;
  readonly url: string;
  readonly portalStatus: number | null;
  readonly timeline: readonly { readonly at: string; readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
}

const detailKeys = ['revision', 'relation', 'storyId', 'reasonCode', 'cause', 'httpStatus', 'class', 'caseNumber', 'holdId'];
const detailOf = (data: Readonly<Record<string, unknown>>): string =>
  detailKeys.filter((key) => data[key] !== undefined && data[key] !== null).map((key) => `${key} ${String(data[key])}`).join(', ');

export const explainCommand: AddCommand = (program, run) => {
  program
    .command('explain <id-or-url>')
    .description('why an article is, or is not, live: one timeline and one sentence')
    .action((asked: string) =>
      run(async ({ settings, output }) => {
        const parameter = /^https?:/.test(asked) ? 'url' : 'id';
        const { body } = await api(`${settings.urls.console}/v1/explain?${parameter}=${encodeURIComponent(asked)}`, { token: settings.adminToken() });
        output.result(body as Explained, ({ sentence, itemId, url, portalStatus, timeline }) => [
          ...table(['time', 'event', ''], timeline.map(({ at, type, data }) => [at, type, detailOf(data)])),
          '',
          `${itemId}  ${url}  (the portal answers ${portalStatus ?? 'nothing'})`,
          sentence.en,
        ]);
        return exitCodes.done;
      }),
    );
};
