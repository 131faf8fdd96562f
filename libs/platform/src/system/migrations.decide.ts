/** A migration that the database says it has. */
export interface AppliedMigration {
  readonly name: string;
  /** RFC 3339. */
  readonly appliedAt: string;
}

export interface MigrationState {
  readonly applied: readonly AppliedMigration[];
  /** Of this build, and not in the database yet. Null where the build does not say which it has. */
  readonly pending: readonly string[] | null;
  /** In the database, and not of this build: a newer one was here. */
  readonly unknown: readonly string[];
}

/** Compares what the database has with the migrations of this build, by name. */
export const migrationState = (applied: readonly AppliedMigration[], known: readonly { readonly name: string }[] | undefined): MigrationState => {
  if (known === undefined) return { applied, pending: null, unknown: [] };
  const there = new Set(applied.map(({ name }) => name));
  const ours = new Set(known.map(({ name }) => name));
  return { applied, pending: known.map(({ name }) => name).filter((name) => !there.has(name)), unknown: applied.map(({ name }) => name).filter((name) => !ours.has(name)) };
};
