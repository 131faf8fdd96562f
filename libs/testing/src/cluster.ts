import { Client } from 'pg';

/** The real Postgres and Kafka that the tests use. */
export interface TestCluster {
  /** As a role that may create databases and roles. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
}

/**
 * Where they are, from the environment: `npm test` (and `npm run test:int -- <pattern>`) starts them, in containers
 * where a Docker engine answers and from packages otherwise, and says which.
 */
export const testCluster = (): TestCluster => {
  const databaseUrl = process.env['TEST_DATABASE_URL'];
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (!databaseUrl || !brokers) throw new Error('TEST_DATABASE_URL and TEST_KAFKA_BROKERS are not set. Run integration tests by "npm run test:int -- <pattern>", which starts both.');
  return { databaseUrl, brokers: brokers.split(',') };
};

/** A connection of the cluster's administrator, closed afterwards. */
export const withAdmin = async <T>(work: (client: Client) => Promise<T>, databaseUrl = testCluster().databaseUrl): Promise<T> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
