export { createDataSource, type DataSourceOptions } from './data-source.js';
export { causeOf, inTransaction, type Tx } from './in-transaction.js';
export { migrateSchema, type MigrateOptions, type Migration } from './migrate.js';
export { arrived, planned, prepared, sendPlanned, sendPrepared } from './prepared.js';
export { openSession, type Session } from './session.js';
export { shadowSchema, shadowTables } from './shadow-tables.js';
export { errorCodeOf, isTransient, sqlState, sqlStateOf } from './sql-state.js';
