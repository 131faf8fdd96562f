import type { CaseEvent } from '../cases/case.store.js';
import { regimes, type FormalField, type RegimeName } from '../cases/regimes.js';
import { heldStates, targetStates, type TargetState } from '../cases/target.js';
import { deterministicId } from '../deterministic-id.js';
import type { Notice } from '../order-takedown/notice.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import type { Letter, LetterKind, LetterState, SourceContact } from './letter.js';
import type { LetterFacts } from './letter-parts.js';
import { letterTexts } from './letter-texts.js';

/** What letters of one case are made of. `events` are those of which nobody was told yet, in their order. */
export interface Correspondence {
  readonly caseId: string;
  readonly number: string;
  readonly regime: RegimeName;
  readonly claimType: string;
  readonly language: PageLanguage;
  readonly notice: Notice;
  readonly missing: readonly FormalField[];
  readonly events: readonly CaseEvent[];
  readonly targets: readonly { readonly targetId: string; readonly ordinal: number; readonly url: string | null; readonly itemId: string | null; readonly sourceId: string | null }[];
  readonly contacts: ReadonlyMap<string, SourceContact>;
  readonly operator: string;
  readonly publicUrl: string;
  /** Whether letters go out by mail here. */
  readonly mail: boolean;
}

interface Change {
  readonly event: CaseEvent;
  readonly target: Correspondence['targets'][number];
  readonly from: TargetState | null;
  readonly to: TargetState;
}

const isState = (value: unknown): value is TargetState => (targetStates as readonly unknown[]).includes(value);
/** A restriction begins with the notice that held at once, or with the move that placed a hold. */
const begins = ({ event, from, to }: Change): boolean => (from === null ? heldStates.has(to) : event.detail['hold'] === 'placed');
const ends = ({ event }: Change): boolean => event.detail['hold'] === 'lifted';
const decided: ReadonlySet<string> = new Set(['upheld', 'rejected', 'reversed', 'order-reversed', 'judgment', 'complaint-decided']);

/**
 * The letters that are owed for what happened in a case, one per recipient and matter, however many targets it names.
 * The party concerned is told of a restriction with its reasons by the regime: under US 512 and the Chinese rules the
 * notice is forwarded with its sender, under the DSA without (art. 17(3)(b): only if strictly necessary); of an order it
 * is not told by us (art. 17(5)). Ids follow from the event, so that a repeat writes nothing twice.
 */
export const lettersFor = (of: Correspondence): Letter[] => {
  const changes = changesOf(of);
  return [...toClaimant(of, changes), ...toParties(of, changes)];
};

const changesOf = (of: Correspondence): Change[] => {
  const targets = new Map(of.targets.map((target) => [target.targetId, target]));
  return of.events.flatMap((event) => {
    const target = event.targetId === null ? undefined : targets.get(event.targetId);
    const to = isState(event.detail['to']) ? event.detail['to'] : event.type;
    const from = isState(event.detail['from']) ? event.detail['from'] : null;
    return target && isState(to) ? [{ event, target, from, to }] : [];
  });
};

const toClaimant = (of: Correspondence, changes: readonly Change[]): Letter[] => {
  const whole = (type: string): CaseEvent | undefined => of.events.find((event) => event.type === type && event.targetId === null);
  const of_ = (kind: LetterKind, cause: CaseEvent | undefined, about: readonly Change[], reasons: readonly string[] = []): Letter[] => (cause ? [written(of, kind, cause, about, { reasons })] : []);
  const decisions = changes.filter(({ event }) => decided.has(event.type));
  const putBack = changes.filter(({ event, to }) => to === 'reinstated' && !decided.has(event.type) && event.type !== 'withdrawn');
  const countered = changes.filter(({ event }) => event.type === 'counter-accepted');
  const lapsed = changes.filter(({ to }) => to === 'lapsed');
  const judged = of.events.find(({ type }) => type === 'notifier-warn' || type === 'notifier-suspend');
  return [
    ...of_(of.missing.length > 0 ? 'cure-request' : 'receipt', whole('notice-received'), changes.filter(({ from }) => from === null)),
    ...of_('decision', decisions[0]?.event, decisions, reasonsOf(decisions)),
    ...of_('counter-forwarded', countered[0]?.event, countered),
    ...of_('put-back', putBack[0]?.event, putBack),
    ...of_('lapsed', lapsed[0]?.event, lapsed),
    ...of_('notifier-judged', judged, [], judged ? [judged.type] : []),
  ];
};

const reasonsOf = (changes: readonly Change[]): string[] => [...new Set(changes.flatMap(({ event }) => (typeof event.detail['reason'] === 'string' ? [event.detail['reason']] : [])))];

const toParties = (of: Correspondence, changes: readonly Change[]): Letter[] => {
  // Art. 17(5) DSA; and an order may forbid it: its officer tells whom it allows to be told.
  if (of.regime === 'ORDER') return [];
  const sources = [...new Set(changes.flatMap(({ target }) => (target.sourceId === null ? [] : [target.sourceId])))].sort();
  return sources.flatMap((sourceId) => {
    const own = changes.filter(({ target }) => target.sourceId === sourceId);
    const groups: readonly [LetterKind, readonly Change[]][] = [
      ['statement-of-reasons', own.filter(begins)],
      ['restriction-confirmed', own.filter((change) => change.event.type === 'upheld' && !begins(change))],
      ['restored', own.filter(ends)],
    ];
    return groups.flatMap(([kind, about]) => {
      const [first] = about;
      if (!first) return [];
      const letter = written(of, kind, first.event, about, { sourceId, reasons: reasonsOf(about) });
      const isUnreachable = kind === 'statement-of-reasons' && letter.toAddress === null && of.regime === 'CN_TIAOLI';
      return isUnreachable ? [letter, written(of, 'public-notice', first.event, about, { sourceId, reasons: [] })] : [letter];
    });
  });
};

const recipientOf = (kind: LetterKind): Letter['recipient'] => {
  if (kind === 'public-notice') return 'public';
  return kind === 'statement-of-reasons' || kind === 'restriction-confirmed' || kind === 'restored' ? 'party' : 'claimant';
};

const written = (of: Correspondence, kind: LetterKind, cause: CaseEvent, about: readonly Change[], more: { sourceId?: string; reasons: readonly string[] }): Letter => {
  const recipient = recipientOf(kind);
  const sourceId = more.sourceId ?? null;
  const contact = of.contacts.get(sourceId ?? '');
  const language = recipient === 'party' ? (contact?.language ?? of.language) : of.language;
  const to = recipient === 'party' ? { name: contact?.name ?? null, address: contact?.email ?? null } : { name: of.notice.claimant.name ?? null, address: of.notice.claimant.email ?? null };
  const address = recipient === 'public' ? null : to.address === '' ? null : to.address;
  const facts: LetterFacts = {
    number: of.number, operator: of.operator, publicUrl: of.publicUrl, regime: of.regime, claimType: of.claimType, law: regimes[of.regime].law, missing: of.missing, reasons: more.reasons,
    addresses: about.map(({ target, to: state }) => ({ ordinal: target.ordinal, url: target.url ?? target.itemId ?? '?', state })),
    notice: of.notice,
    decidedByPerson: cause.actor.startsWith('officer:'),
  };
  const { subject, body } = letterTexts[language][kind](facts);
  const state: LetterState = recipient === 'public' ? 'posted' : of.mail && address !== null ? 'queued' : 'by-hand';
  return {
    letterId: deterministicId('letter', cause.eventId, kind, sourceId ?? ''), caseId: of.caseId, kind, recipient, sourceId, ordinals: about.map(({ target }) => target.ordinal), language,
    toName: recipient === 'public' ? null : to.name, toAddress: address, subject, body, state,
  };
};
