import { api } from '../api.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { Output } from '../output.js';
import { payloadsOf, type Payload } from './payloads.js';

interface PushOptions {
  readonly source: string;
  readonly key?: string;
  readonly contentType?: string;
  readonly dryRun?: boolean;
}

interface PushedItem {
  readonly guid: string | null;
  readonly itemId: string | null;
  readonly outcome: string;
  readonly reason?: { readonly code: string; readonly detail: string };
}

/** One payload: what became of its items, or why all of it was refused. */
interface Pushed {
  readonly name: string;
  readonly receipt: string | null;
  readonly items: readonly PushedItem[];
  readonly problem: string | null;
}

const lines = (pushed: readonly Pushed[]): string[] => {
  const outcomes = new Map<string, number>();
  for (const { items } of pushed) for (const { outcome } of items) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const told = pushed.length === 1 ? (pushed[0]?.items ?? []).map(({ guid, itemId, outcome }) => `${outcome}  ${itemId ?? '-'}  ${guid ?? ''}`) : [];
  const refused = pushed.flatMap(({ name, items, problem }) => [
    ...(problem === null ? [] : [`${name}: ${problem}`]),
    ...items.filter(({ reason }) => reason !== undefined).map(({ guid, reason }) => `${name}: ${guid ?? 'an item without id'}: ${reason?.detail ?? ''}`),
  ]);
  const receipt = pushed.length === 1 && pushed[0]?.receipt ? [`receipt: ${pushed[0].receipt}`] : [];
  return [...told, ...refused, ...receipt, `${pushed.length} pushed; ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'no items'}`];
};

const pushOne = async (endpoint: string, key: string, payload: Payload, contentType: string | undefined): Promise<Pushed> => {
  const { body } = await api(endpoint, { method: 'POST', token: key, bytes: payload.bytes, contentType: contentType ?? payload.contentType });
  const { receipt, items } = body as { receipt?: { url: string }; items: readonly PushedItem[] };
  return { name: payload.name, receipt: receipt?.url ?? null, items, problem: null };
};

/** All of them, one after the other: their order is the order of their versions. What is refused does not keep the others from going. */
const pushAll = async (place: string, endpoint: string, key: string, contentType: string | undefined, output: Output): Promise<Pushed[]> => {
  const payloads = payloadsOf(place);
  const pushed: Pushed[] = [];
  for (const payload of payloads) {
    try {
      pushed.push(await pushOne(endpoint, key, await payload.read(), contentType));
    } catch (error) {
      if (!(error instanceof CommandFailed) || error.exitCode !== exitCodes.refused || payloads.length === 1) throw error;
      pushed.push({ name: payload.name, receipt: null, items: [], problem: error.message });
    }
    if (payloads.length > 1) output.note(`${pushed.length}/${payloads.length} ${payload.name}`);
  }
  return pushed;
};

export const pushCommand: AddCommand = (program, run) => {
  program
    .command('push <place>')
    .description('push a file, every file below a folder, or what a web address answers')
    .requiredOption('--source <id>', 'as which source')
    .option('--key <key>', 'its key; else WIREDESK_SOURCE_KEY, or what the demo left in .wiredesk')
    .option('--content-type <type>', 'instead of what the name says')
    .option('--dry-run', 'parse, decide and report; store nothing')
    .action((place: string, options: PushOptions) =>
      run(async ({ settings, output }) => {
        const endpoint = `${settings.urls.ingest}/v1/sources/${encodeURIComponent(options.source)}/items${options.dryRun ? '?dryRun=true' : ''}`;
        const pushed = await pushAll(place, endpoint, settings.sourceKey(options.source, options.key), options.contentType, output);
        output.result({ pushed }, () => lines(pushed));
        return pushed.some(({ items, problem }) => problem !== null || items.some(({ outcome }) => outcome === 'refused')) ? exitCodes.notWell : exitCodes.done;
      }),
    );
};
