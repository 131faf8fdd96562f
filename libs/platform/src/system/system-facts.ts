import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { CLOCK, type Clock } from '../clock.js';
import { productVersion } from '../product-version.js';
import { migrationState, type AppliedMigration } from './migrations.decide.js';

/** Injection token of what a service says of its own build. */
export const BUILD = Symbol('build');
export interface Build {
  readonly service: string;
  /** Migrations that this build has; undefined where it does not say. */
  readonly migrations: readonly { readonly name: string }[] | undefined;
}

const selectMigrations = 'select name, applied_at as "appliedAt" from migration order by name';
const selectDatabase = `
select current_setting('server_version') as version, pg_database_size(current_database())::float8 as "sizeBytes", clock_timestamp() as now, pg_is_in_recovery() as "isReplica",
  (select count(*)::int from pg_stat_activity where datname = current_database()) as connections, current_setting('max_connections')::int as "connectionsMax"`;

interface DatabaseRow {
  readonly version: string;
  readonly sizeBytes: number;
  readonly now: Date;
  readonly isReplica: boolean;
  readonly connections: number;
  readonly connectionsMax: number;
}

/** What runs here: asked when somebody looks, never by a timer. */
@Injectable()
export class SystemFacts {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(BUILD) private readonly build: Build,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Version, migrations, database, disk and clock. Throws where the database does not answer. */
  async read() {
    const [applied, database, disk] = await Promise.all([
      this.dataSource.query(selectMigrations) as Promise<{ name: string; appliedAt: Date }[]>,
      this.database(),
      statfs(process.cwd()),
    ]);
    const now = this.clock.now();
    return {
      service: this.build.service,
      version: productVersion,
      node: process.versions.node,
      host: hostname(),
      at: now.toISOString(),
      startedAt: new Date(now.getTime() - Math.round(process.uptime() * 1_000)).toISOString(),
      memoryBytes: process.memoryUsage.rss(),
      migrations: migrationState(applied.map((row): AppliedMigration => ({ name: row.name, appliedAt: row.appliedAt.toISOString() })), this.build.migrations),
      database,
      disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
    };
  }

  /** The database's clock is compared with the middle of the time that asking it took. */
  private async database() {
    const askedAtMs = Date.now();
    const [row] = (await this.dataSource.query(selectDatabase)) as DatabaseRow[];
    const middleMs = (askedAtMs + Date.now()) / 2;
    if (!row) throw new Error('the database did not say what it is');
    const { now, ...rest } = row;
    return { ...rest, clockDifferenceMs: Math.round(now.getTime() - middleMs) };
  }
}
