import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { sqlState, sqlStateOf, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, problem, sha256Hex, uuidv7, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { canonicalJson } from '../canonical-json.js';
import { openCaseOf, saveCase, saveCaseEvents, saveToken, targetsOfCase } from '../cases/case.store.js';
import type { FormalField, RegimeName } from '../cases/regimes.js';
import { closedStates, type Target, type TargetNote, type TargetState } from '../cases/target.js';
import { gatherEvidence, sealEvidence, type Bundle } from '../evidence/evidence.store.js';
import { holdsOfTargets, lockedSeq, placeHolds, type Emit } from '../hold-ledger/ledger.store.js';
import { once } from '../once/once.store.js';
import type { RightsConfig } from '../rights.config.js';
import { standingsOf } from '../when-item-placed-then-follow-its-story/story.store.js';
import { readAddress } from './address.decide.js';
import { claimantKeyOf, barredItemsOf, isSuspended } from './claimant.store.js';
import { newCaseNumber, newToken, tokenDigest } from './case-number.js';
import { decideIntake, holdScope, type Decided, type ResolvedTarget } from './decide.js';
import type { Notice } from './notice.js';
import { itemsAt } from './resolve.store.js';

/** How a notice came, and from whom. */
export interface Intake {
  readonly channel: 'form' | 'api' | 'officer' | 'kafka';
  readonly language: 'zh' | 'en';
  /** Idempotency-Key, undefined without one. */
  readonly key: string | undefined;
  readonly actor: string;
}

export interface TakedownAnswer {
  readonly case: { readonly number: string; readonly url: string; readonly token: string; readonly regime: RegimeName; readonly missing: readonly FormalField[] };
  readonly targets: readonly { readonly url: string | null; readonly state: TargetState; readonly scope: string; readonly itemId: string | null; readonly holdId: string | null; readonly note: TargetNote | null }[];
}

interface Opened {
  readonly caseId: string;
  readonly number: string;
  readonly regime: RegimeName;
  readonly missing: readonly FormalField[];
  readonly targets: TakedownAnswer['targets'];
  /** An equal notice is open already; its case is given. */
  readonly known: boolean;
}

/** Everything that opening a case needs. */
interface Opening {
  readonly notice: Notice;
  readonly intake: Intake;
  readonly resolved: readonly ResolvedTarget[];
  readonly evidence: readonly Bundle[];
  readonly contentHash: string;
  readonly token: string;
  readonly number: string;
  readonly now: Date;
}

const numberAttemptsMax = 5;

/** Takes a notice: opens its case and, where the rules say so, closes what it names, in one transaction. */
@Injectable()
export class OrderTakedown {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The case with a token for it, and what became of each target. An equal notice gives the case that is open, with a
   * token that reads; only who repeats a call by its Idempotency-Key gets one that may withdraw.
   */
  async order(notice: Notice, intake: Intake): Promise<TakedownAnswer> {
    if (notice.targets.length > this.config.NOTICE_TARGETS_MAX) {
      throw problem(422, 'too-many-targets', `This operator takes at most ${this.config.NOTICE_TARGETS_MAX} addresses in one notice. Send several notices.`);
    }
    const startedAt = performance.now();
    const now = this.clock.now();
    const resolved = await this.resolve(notice);
    const contentHash = sha256Hex(canonicalJson({ ...notice, language: undefined }));
    const token = newToken();
    const evidence = await gatherEvidence(this.dataSource, resolved.flatMap(({ targetId, given, item }) => (item ? [{ targetId, url: given, itemId: item.itemId }] : [])), contentHash);
    const opened = await this.openOnce({ notice, intake, resolved, evidence, contentHash, token, now });
    this.log.info(
      { case: opened.number, regime: opened.regime, channel: intake.channel, targets: opened.targets.length, states: countsOf(opened.targets), known: opened.known, durationMs: Math.round((performance.now() - startedAt) * 10) / 10 },
      'notice taken',
    );
    return {
      case: { number: opened.number, url: `${this.config.RIGHTS_PUBLIC_URL}/cases/${opened.number}?token=${token}`, token, regime: opened.regime, missing: opened.missing },
      targets: opened.targets,
    };
  }

  /** What the addresses of a notice name, without opening anything: for the form's preview. */
  async resolve(notice: Pick<Notice, 'targets'>): Promise<ResolvedTarget[]> {
    const addresses = notice.targets.map((given) => ({ given: given.url ?? given.itemId ?? null, address: readAddress(given, this.config.PORTAL_PUBLIC_URL) }));
    const items = await itemsAt(this.dataSource, addresses.map(({ address }) => address));
    return addresses.map(({ given, address }) => ({
      targetId: uuidv7(),
      holdId: uuidv7(),
      given,
      address,
      item: address.kind === 'invalid' ? null : (items.get(address.key) ?? null),
    }));
  }

  /** Two cases may draw the same number by chance: then another is drawn. */
  private async openOnce(given: Omit<Opening, 'number'>): Promise<Opened> {
    for (let attempt = 1; ; attempt += 1) {
      const number = newCaseNumber();
      try {
        return await this.outbox.transaction((tx, emit) => this.open(tx, emit, { ...given, number }));
      } catch (error) {
        if (attempt >= numberAttemptsMax || sqlStateOf(error) !== sqlState.uniqueViolation) throw error;
      }
    }
  }

  private async open(tx: Tx, emit: Emit, given: Opening): Promise<Opened> {
    const { notice, intake, resolved, contentHash, token, now } = given;
    const call = { caller: `${intake.channel} takedown`, key: intake.key, bodySha256: contentHash };
    const { answer } = await once(tx, call, now, async () => {
      const known = await openCaseOf(tx, contentHash);
      if (known) return this.knownCase(tx, known, intake, now);
      const caseId = uuidv7();
      const claimantKey = claimantKeyOf(notice);
      const decided = decideIntake({
        barredItems: await barredItemsOf(tx, claimantKey, notice.type),
        suspended: await isSuspended(tx, claimantKey, now),
        notice,
        byOfficer: intake.channel === 'officer',
        actFirst: this.config.ACT_FIRST === 'yes',
        defaultRegime: this.config.DEFAULT_REGIME,
        targets: resolved,
        caseNumber: given.number,
        caseId,
        now: now.toISOString(),
      });
      return this.record(tx, emit, { ...given, caseId, claimantKey, decided });
    });
    await saveToken(tx, answer.caseId, tokenDigest(token), !answer.known, now);
    return answer;
  }

  private async record(tx: Tx, emit: Emit, given: Opening & { caseId: string; claimantKey: string | null; decided: Decided }): Promise<Opened> {
    const { notice, intake, decided, caseId, number, now } = given;
    const { regime, missing, targets } = decided;
    const at = now.toISOString();
    const closedAt = targets.every(({ state }) => closedStates.has(state)) ? at : null;
    await saveCase(tx, {
      one: { caseId, number, regime, claimType: notice.type, scope: decided.scope, channel: intake.channel, language: intake.language, notice, contentHash: given.contentHash, claimantKey: given.claimantKey, missing, openedAt: at, closedAt },
      targets: targets.map(({ resolved, scope, state, note }, ordinal) => ({
        targetId: resolved.targetId, caseId, ordinal, url: resolved.given, urlKey: resolved.address.kind === 'invalid' ? null : resolved.address.key,
        itemId: resolved.item?.itemId ?? null, sourceId: resolved.item?.sourceId ?? null, scope, state, stateSince: at, note,
      })),
      timers: targets.flatMap(({ timer, resolved }) => (timer ? [{ timerId: uuidv7(), caseId, targetId: resolved.targetId, ...timer }] : [])),
      events: [
        { eventId: uuidv7(), caseId, targetId: null, at, actor: intake.actor, type: 'notice-received', detail: { channel: intake.channel, regime, targets: targets.length, missing } },
        ...targets.map(({ resolved, state, note }) => ({ eventId: uuidv7(), caseId, targetId: resolved.targetId, at, actor: 'policy', type: state, detail: { note } })),
      ],
    });
    const holding = new Set(targets.filter(({ hold }) => hold !== null).map(({ resolved }) => resolved.targetId));
    await sealEvidence(tx, caseId, given.evidence.filter(({ targetId }) => holding.has(targetId)), now);
    await this.hold(tx, emit, decided, now);
    return {
      caseId, number, regime, missing, known: false,
      targets: targets.map(({ resolved, state, scope, note, hold }) => ({ url: resolved.given, state, scope, itemId: resolved.item?.itemId ?? null, holdId: hold?.holdId ?? null, note })),
    };
  }

  /** Last, because the ledger is locked from here to the commit; under its lock the story of an item cannot change unseen. */
  private async hold(tx: Tx, emit: Emit, { targets }: Decided, now: Date): Promise<void> {
    const holding = targets.filter(({ hold }) => hold !== null);
    if (holding.length === 0) return;
    await lockedSeq(tx);
    const stories = await standingsOf(tx, holding.flatMap(({ scope, resolved }) => (scope === 'story' && resolved.item ? [resolved.item.itemId] : [])));
    const holds = holding.flatMap((target) => {
      const scope = holdScope(target, stories.get(target.resolved.item?.itemId ?? '')?.storyId ?? null);
      return target.hold && scope ? [{ ...target.hold, scope }] : [];
    });
    await placeHolds(tx, emit, holds, now);
  }

  private async knownCase(tx: Tx, known: { caseId: string; number: string; regime: RegimeName; missing: readonly FormalField[] }, intake: Intake, now: Date): Promise<Opened> {
    await saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: known.caseId, targetId: null, at: now.toISOString(), actor: intake.actor, type: 'notice-repeated', detail: { channel: intake.channel } }]);
    const targets = await targetsOfCase(tx, known.caseId);
    const holds = await holdsOfTargets(tx, targets.map(({ targetId }) => targetId));
    const holdOf = (target: Target): string | null => holds.find((one) => one.targetId === target.targetId)?.hold.holdId ?? null;
    return { ...known, known: true, targets: targets.map((target) => ({ url: target.url, state: target.state, scope: target.scope, itemId: target.itemId, holdId: holdOf(target), note: target.note })) };
  }
}

const countsOf = (targets: TakedownAnswer['targets']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { state } of targets) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};
