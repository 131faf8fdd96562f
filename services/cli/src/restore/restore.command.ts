import { createDataSource } from '@wiredesk/persistence';

import { adminDatabaseUrl, kafkaOptions, withBroker, withDatabase } from '../backup/connect.js';
import type { AddCommand } from '../command-line.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { decideRestore } from './decide.js';
import { inspect, loadTables, loadTopics, sayHolds } from './load-backup.js';

interface RestoreOptions {
  readonly from: string;
  readonly overwrite?: boolean;
  readonly yes?: boolean;
  readonly partitions: string;
  readonly replicationFactor: string;
}

export const restoreCommand: AddCommand = (program, run) => {
  program
    .command('restore')
    .description('brings a backup back, with the newest ledger of holds that lies beside it; refuses one that is older than the content')
    .requiredOption('--from <folder>', 'folder of one backup')
    .option('--overwrite', 'into a database that has content already')
    .option('--partitions <n>', 'of topics that are made anew', '12')
    .option('--replication-factor <n>', 'of topics that are made anew', '1')
    .option('--yes', 'do it; without, it only looks and says what it would do')
    .action((options: RestoreOptions) =>
      run(async ({ settings, output }) => {
        const adminUrl = adminDatabaseUrl(settings);
        const { ledgerDir, ...plan } = await withDatabase(adminUrl, (client) => inspect(client, options.from)).catch((cause: unknown) => {
          if (cause instanceof CommandFailed) throw cause;
          throw new CommandFailed((cause as Error).message, exitCodes.refused, { cause });
        });
        const decision = decideRestore({ ...plan, occupied: options.overwrite ? [] : plan.occupied });
        if ('refusals' in decision) throw new CommandFailed(`not restored, nothing was changed:\n${decision.refusals.map((refusal) => `  - ${refusal}`).join('\n')}`, exitCodes.refused);
        const { ledger } = decision;
        const { manifest } = plan;
        if (!options.yes) {
          output.result({ wouldRestore: manifest.snapshotAt, ledgerOf: ledger.takenAt }, () => [`would restore the content of ${manifest.snapshotAt} with the ledger of holds of ${ledger.takenAt} (position ${ledger.seq}); stop the services, then say --yes`]);
          return exitCodes.done;
        }
        return withBroker(kafkaOptions(settings), async (broker) => {
          // Topics first: that fails while a service still runs, and then no table has been touched.
          const messages = await loadTopics(broker, settings.topicPrefix, { manifest, folder: options.from, partitions: Number(options.partitions), replicationFactor: Number(options.replicationFactor) }).catch((cause: unknown) => {
            throw new CommandFailed(`the topics were not restored: ${(cause as Error).message}`, exitCodes.refused, { cause });
          });
          await withDatabase(adminUrl, (client) => loadTables(client, { manifest, folder: options.from, ledger, ledgerDir }));
          const dataSource = await createDataSource({ url: adminUrl, schema: 'rights', applicationName: 'wiredesk restore', poolMax: 3 });
          const holds = await sayHolds(dataSource).finally(() => dataSource.destroy());
          output.result({ restored: manifest.snapshotAt, ledgerOf: ledger.takenAt, tables: manifest.tables.length, holds, messages }, (done) => [
            `restored: ${done.tables} tables as of ${done.restored}, ${done.holds} holds as of ${done.ledgerOf}, ${done.messages} events. Start the services.`,
            'What came in since then is lost here: ask upstreams to send it again, and subscribers to reconcile (POST /v1/reconcile).',
          ]);
          return exitCodes.done;
        });
      }),
    );
};
