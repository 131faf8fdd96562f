import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, problem, Tokens, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { holdsOfTargets } from '../hold-ledger/ledger.store.js';
import { tokenDigest } from '../order-takedown/case-number.js';
import { copiesOfHolds } from '../recalled-copies/copy.store.js';
import { caseByNumber, eventsOfCase, openTimers, targetsOfCase, tokenOf, type Case } from './case.store.js';
import { caseView, type CaseView } from './case-view.js';
import { titlesOf } from './titles.js';

const selectShown = 'select item_id from shown_item where item_id = any($1::uuid[])';

export interface ReadCase {
  readonly one: Case;
  readonly view: CaseView;
  readonly mayWithdraw: boolean;
}

/** A case, for who has a token of it or reads cases by their office. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Problem 404, the same for a case that is not there and a token that is not its own: neither tells which numbers exist. */
  async read(number: string, token: string | undefined): Promise<ReadCase> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    const right = token === undefined ? undefined : await this.rightOf(one, token);
    if (!one || !right) throw problem(404, 'case-unknown', 'There is no such case, or this is not its private link. Use the whole link that you were given, with its token.');
    return { one, view: await this.viewOf(one), mayWithdraw: right.mayWithdraw };
  }

  private async rightOf(one: Case | undefined, token: string): Promise<{ mayWithdraw: boolean } | undefined> {
    const roles = this.tokens.callerOf(token)?.roles ?? [];
    if (roles.some((role) => role === 'rights-officer' || role === 'operator' || role === 'viewer' || role === 'service')) return { mayWithdraw: false };
    // Looked up in any case, so that an unknown number takes no shorter time than a wrong token.
    return tokenOf(this.dataSource, one?.caseId ?? '00000000-0000-0000-0000-000000000000', tokenDigest(token));
  }

  async viewOf(one: Case): Promise<CaseView> {
    const targets = await targetsOfCase(this.dataSource, one.caseId);
    const targetIds = targets.map(({ targetId }) => targetId);
    const itemIds = targets.flatMap(({ itemId }) => (itemId === null ? [] : [itemId]));
    const [holds, timers, events, titles, shown] = await Promise.all([
      holdsOfTargets(this.dataSource, targetIds),
      openTimers(this.dataSource, targetIds),
      eventsOfCase(this.dataSource, one.caseId),
      titlesOf(this.dataSource, itemIds),
      this.dataSource.query(selectShown, [itemIds]) as Promise<{ item_id: string }[]>,
    ]);
    const copies = await copiesOfHolds(this.dataSource, holds.map(({ hold }) => hold.holdId));
    return caseView({ one, targets, holds, copies, timers, events, titles, shown: new Set(shown.map((row) => row.item_id)), nowMs: this.clock.now().getTime() });
  }
}
