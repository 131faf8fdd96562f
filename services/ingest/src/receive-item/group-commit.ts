import { setTimeout as sleep } from 'node:timers/promises';

export interface GroupCommitOptions<T, R> {
  /** Commits all of these in one transaction and answers for each, in their order. Throws to say that none was. */
  readonly commit: (group: readonly T[]) => Promise<readonly R[]>;
  /** Members of one group at most. */
  readonly membersMax: number;
  /** Weight of one group at most; a heavier single member goes alone. */
  readonly weightMax: number;
  readonly weightOf: (member: T) => number;
  /** How long a group gathers while another one is being committed. */
  readonly gatherMs: number;
  /** Transactions at once. */
  readonly groupsMax: number;
  /** Members that wait at most; more are refused by `add` throwing what `onFull` makes. */
  readonly waitingMax: number;
  readonly onFull: () => Error;
  /** True where committing the same group again may succeed (a deadlock, a lost race). */
  readonly mayRetry: (error: unknown) => boolean;
  /** True where no member is at fault (the database is away): none is tried alone. */
  readonly isTransient: (error: unknown) => boolean;
}

interface Waiting<T, R> {
  readonly member: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

const triesMax = 5;

/**
 * Commits concurrent requests in groups: each waits for its own durable answer, and the disk is waited for once per
 * group. Where a group fails for a reason of its own, its members are committed one by one, so that a bad one fails
 * alone. An idle process commits at once; groups form while a transaction is under way.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private underWay = 0;
  private gathering = false;

  constructor(private readonly options: GroupCommitOptions<T, R>) {}

  /** Resolves once the member is committed. */
  add(member: T): Promise<R> {
    if (this.waiting.length >= this.options.waitingMax) return Promise.reject(this.options.onFull());
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ member, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    if (this.gathering || this.waiting.length === 0 || this.underWay >= this.options.groupsMax) return;
    this.gathering = true;
    const begin = (): void => {
      this.gathering = false;
      this.underWay += 1;
      void this.run(this.take()).finally(() => {
        this.underWay -= 1;
        this.start();
      });
      this.start();
    };
    if (this.underWay === 0 || this.waiting.length >= this.options.membersMax) setImmediate(begin);
    else setTimeout(begin, this.options.gatherMs);
  }

  private take(): Waiting<T, R>[] {
    let weight = 0;
    let count = 0;
    for (const { member } of this.waiting) {
      weight += this.options.weightOf(member);
      if (count > 0 && (count >= this.options.membersMax || weight > this.options.weightMax)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async run(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.commit(group.map((one) => one.member));
      group.forEach((one, i) => one.resolve(results[i] as R));
    } catch (error) {
      if (group.length === 1 || this.options.isTransient(error)) {
        for (const one of group) one.reject(error);
        return;
      }
      for (const one of group) await this.run([one]);
    }
  }

  private async commit(members: readonly T[]): Promise<readonly R[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.options.commit(members);
      } catch (error) {
        if (attempt >= triesMax || !this.options.mayRetry(error)) throw error;
        await sleep(attempt * 5);
      }
    }
  }
}
