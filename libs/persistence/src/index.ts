export { createDataSource, inTransaction, type DataSourceOptions, type Tx } from './data-source.js';
export { migrateSchema, type MigrateOptions, type Migration } from './migrate.js';
export { prepared } from './prepared.js';
export { openSession, type Session } from './session.js';
export { errorCodeOf, isTransient, sqlState, sqlStateOf } from './sql-state.js';
