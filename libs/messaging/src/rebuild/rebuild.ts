import type { ReceivedEvent } from '@wiredesk/contracts';
import { inTransaction, openSession, shadowSchema, type Session, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Following, Progress, TopicFollower } from '../follow/topic-follower.js';
import type { MessagingLog } from '../kafka/port.js';
import { deadlineOf } from './deadline.js';

/** How one topic is read into the projection: the same code that its consumer runs. */
export interface RebuiltTopic {
  readonly topic: string;
  /** Unqualified table names are those of the shadow. Takes repeats. */
  readonly apply: (tx: Tx, events: readonly ReceivedEvent[]) => Promise<void>;
}

export interface RebuildOptions {
  readonly dataSource: DataSource;
  /** The service's schema, whose migrations made the functions of `shadowTables` for `tables`. */
  readonly schema: string;
  /** In the order in which the consumers write to them, or the two wait for each other now and then. */
  readonly tables: readonly string[];
  readonly topics: readonly RebuiltTopic[];
  readonly follower: TopicFollower;
  readonly log: MessagingLog;
}

export type RebuildState =
  | { readonly state: 'idle' }
  | { readonly state: 'reading' | 'swapping'; readonly startedAt: string; readonly topics: Readonly<Record<string, Progress>> }
  | { readonly state: 'done'; readonly startedAt: string; readonly endedAt: string; readonly topics: Readonly<Record<string, Progress>> }
  | { readonly state: 'failed'; readonly startedAt: string; readonly endedAt: string; readonly reason: string };

/** Another rebuild of the same projection runs, in this process or another. */
export class RebuildRunning extends Error {
  constructor(schema: string) {
    super(`the projection of ${schema} is being rebuilt already`);
  }
}

const lockWaitMs = 2_000;
/** Writers wait so long at most in one attempt; readers do not wait. */
const endWithinMs = 5_000;
const attemptsMax = 20;
/** Errors of applying events: a database that is away for a moment is waited for. */
const failuresMax = 10;
const betweenAttemptsMs = 500;

const tryLock = `select pg_try_advisory_lock(hashtextextended('wiredesk.rebuild.' || $1, 0)) as mine`;

/** What ends a rebuild from outside; nobody may be waiting when it comes. */
const unheard = (): PromiseWithResolvers<never> => {
  const ending = Promise.withResolvers<never>();
  ending.promise.catch(() => undefined);
  return ending;
};

/**
 * Builds a projection anew from the beginnings of its topics while the old one serves. It writes to tables in a schema
 * of their own and nowhere else: no event is sent and no offset is committed. When everything was read, the writers of
 * the old tables are held up for a moment, what came meanwhile is read too, and the tables change places in the same
 * transaction. So whatever the consumers had handled is in the new tables, and what they handle next goes there.
 */
export class Rebuild {
  private now: RebuildState = { state: 'idle' };
  private followings: { readonly topic: string; readonly following: Following }[] = [];
  private working: Promise<void> = Promise.resolve();
  private ending = unheard();
  private failures = 0;
  /** While tables change places events wait; true tells them that they are the consumers' to handle now. */
  private gate: Promise<boolean> | undefined;
  private readonly applying = new Set<Promise<void>>();

  constructor(private readonly options: RebuildOptions) {}

  state(): RebuildState {
    if (this.now.state !== 'reading' && this.now.state !== 'swapping') return this.now;
    return { ...this.now, topics: this.progress() };
  }

  /** Begins in the background. Throws RebuildRunning where one runs. */
  async start(now: () => Date): Promise<void> {
    const session = await openSession(this.options.dataSource, `wiredesk rebuild of ${this.options.schema}`);
    const [row] = await session.query<{ mine: boolean }>(tryLock, [this.options.schema]);
    if (row?.mine !== true) {
      await session.end();
      throw new RebuildRunning(this.options.schema);
    }
    const startedAt = now().toISOString();
    this.gate = undefined;
    this.failures = 0;
    this.ending = unheard();
    this.now = { state: 'reading', startedAt, topics: {} };
    this.working = this.run(session)
      .then(
        () => void (this.now = { state: 'done', startedAt, endedAt: now().toISOString(), topics: this.progress() }),
        (error: unknown) => {
          this.now = { state: 'failed', startedAt, endedAt: now().toISOString(), reason: (error as Error).message };
          this.options.log.error({ err: error, schema: this.options.schema }, 'the projection was not rebuilt; the old one serves on');
        },
      )
      .finally(() => session.end());
  }

  /** Resolves when the rebuild that runs has ended. */
  ended(): Promise<void> {
    return this.working;
  }

  /** What was begun is dropped; the old projection serves on. */
  async stop(): Promise<void> {
    this.ending.reject(new Error('the service stops'));
    await this.working;
  }

  private async run(session: Session): Promise<void> {
    await session.query('select rebuild_begin()');
    let swapped = false;
    try {
      await this.read();
      swapped = await this.swapInTime();
      if (!swapped) throw new Error('the end of the topics was not reached while writers waited, too much comes in');
    } finally {
      await this.stopFollowing();
      if (!swapped) await session.query('select rebuild_end()');
    }
  }

  private async read(): Promise<void> {
    const { dataSource, follower, schema, topics } = this.options;
    const path = `set local search_path to ${shadowSchema(schema)}`;
    this.followings = topics.map(({ topic, apply }) => ({
      topic,
      following: follower.follow({
        topic,
        onCaughtUp: () => undefined,
        onEvents: (events) =>
          this.unlessSwapped(() =>
            inTransaction(dataSource, async (tx) => {
              await tx.query(path);
              await apply(tx, events);
            }),
          ),
      }),
    }));
    await this.untilAtEnd();
  }

  private async unlessSwapped(work: () => Promise<void>): Promise<void> {
    if (this.gate && (await this.gate)) return;
    const applied = work().catch((error: unknown) => this.failed(error));
    this.applying.add(applied);
    await applied.finally(() => this.applying.delete(applied));
  }

  /** The follower reads all of the topic again after an error; one that stays ends the rebuild. */
  private failed(error: unknown): never {
    this.failures += 1;
    if (this.failures >= failuresMax) this.ending.reject(error);
    throw error;
  }

  private untilAtEnd(): Promise<unknown> {
    return Promise.race([Promise.all(this.followings.map(({ following }) => following.atEnd())), this.ending.promise]);
  }

  private async swapInTime(): Promise<boolean> {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      await this.untilAtEnd();
      if (await this.swap()) return true;
      await deadlineOf(betweenAttemptsMs);
    }
    return false;
  }

  /** False where a lock was not had, or the end not reached, in time: nothing has changed then. */
  private async swap(): Promise<boolean> {
    const { dataSource, log, schema, tables } = this.options;
    if (this.now.state === 'reading') this.now = { ...this.now, state: 'swapping' };
    const swapped = Promise.withResolvers<boolean>();
    let done = false;
    try {
      done = await inTransaction(dataSource, async (tx) => {
        await tx.query(`set local lock_timeout = ${lockWaitMs}`);
        await tx.query(`lock table ${tables.join(', ')} in exclusive mode`);
        const reached = await Promise.race([this.untilAtEnd().then(() => true), deadlineOf(endWithinMs).then(() => false)]);
        if (!reached) return false;
        this.gate = swapped.promise;
        await Promise.allSettled(this.applying);
        await tx.query('select rebuild_swap()');
        return true;
      });
    } catch (error) {
      log.warn({ err: error, schema }, 'the rebuilt projection could not take its place yet, trying again');
    } finally {
      if (!done) this.gate = undefined;
      swapped.resolve(done);
    }
    return done;
  }

  private async stopFollowing(): Promise<void> {
    await Promise.all(this.followings.map(({ following }) => following.stop()));
  }

  private progress(): Record<string, Progress> {
    return Object.fromEntries(this.followings.map(({ topic, following }) => [topic, following.progress()]));
  }
}
