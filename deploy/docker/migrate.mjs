/**
 * One-shot job: brings every schema up to date, one after the other; the content store first. Ends at the first
 * failure, with the code of `migrateService`. All in one process: most of a migration's time is loading its code.
 */
for (const service of ['ingest', 'dedupe', 'rights', 'publish', 'console']) {
  await import(new URL(`../../services/${service}/dist/migrate.js`, import.meta.url).href);
}
