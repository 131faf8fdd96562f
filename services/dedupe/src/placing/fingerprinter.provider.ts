import type { FactoryProvider } from '@nestjs/common';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { DataSource } from 'typeorm';

const selectSeed = 'select seed from setting';

/** The deployment's secret seed, the same for every replica. Throws where the schema was not migrated. */
export const readSeed = async (dataSource: DataSource): Promise<number> => {
  const [row] = (await dataSource.query(selectSeed)) as { seed: string }[];
  if (!row) throw new Error('the schema "dedupe" has no seed: run the migration of this service');
  return Number(row.seed);
};

/** One fingerprinter per process: it keeps scratch memory, and JavaScript has one thread. */
export const fingerprinterProvider: FactoryProvider<Fingerprinter> = {
  provide: Fingerprinter,
  inject: [DataSource],
  useFactory: async (dataSource: DataSource) => new Fingerprinter(await readSeed(dataSource)),
};
