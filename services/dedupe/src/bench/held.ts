import { Fingerprinter } from '@wiredesk/fingerprints';

import { judge, strictest, type Overlap } from '../stay-down/match.decide.js';
import { winnowed, type Winnowed } from '../stay-down/read-incoming.js';
import { bulletins } from './bulletins.js';
import { mutations } from './mutations.js';
import type { Prose } from './prose.js';
import { drawFrom } from './units.js';

/** What became of copies of held texts, made by one mutation: held at once, or held for a person. */
export interface HeldResult {
  readonly name: string;
  readonly copies: number;
  readonly held: number;
  readonly review: number;
}

const heldTexts = 150;

/**
 * The first texts are held; their copies should be found, the others and bulletins (the first of each is held) should
 * not. The index is counted here in memory; the decision is the product's.
 */
export const measureHeld = (prose: Prose): HeldResult[] => {
  const prints = new Fingerprinter(7);
  const forms = bulletins(12, 1, 0).filter((item) => item.id.includes(`-${prose.language}-`));
  const held = [...prose.texts.slice(0, heldTexts), ...forms.filter((item) => item.id.endsWith('-1')).map((item) => item.text)].map((text) => winnowed(text, prints));
  const index = new Map<number, number[]>();
  held.forEach(({ prints: own }, n) => own.forEach((print) => index.set(print, [...(index.get(print) ?? []), n])));
  const verdictOf = (text: string): string => {
    const incoming = winnowed(text, prints);
    return strictest(judge(incoming, overlapsOf(incoming, held, index)));
  };
  const others = prose.texts.slice(heldTexts);
  const count = (name: string, texts: readonly string[]): HeldResult => {
    const verdicts = texts.map(verdictOf);
    return { name, copies: texts.length, held: verdicts.filter((verdict) => verdict === 'held').length, review: verdicts.filter((verdict) => verdict === 'review').length };
  };
  const copies = mutations
    .filter((mutation) => !mutation.different)
    .map((mutation) => count(mutation.name, prose.texts.slice(0, heldTexts).map((text, id) => mutation.make(text, others, drawFrom(id)))));
  const half = mutations.find((mutation) => mutation.name === 'cut to 50 %');
  const edit = mutations.find((mutation) => mutation.name === 'edit 2 %');
  const light = mutations.find((mutation) => mutation.name === 'head and foot, light');
  const halfEdited = prose.texts.slice(0, heldTexts).map((text, id) => edit?.make(half?.make(text, others, drawFrom(id)) ?? '', others, drawFrom(id)) ?? '');
  return [
    ...copies,
    count('half with 2 % edits and boilerplate', halfEdited.map((text, id) => light?.make(text, others, drawFrom(id)) ?? text)),
    count('UNRELATED texts', others),
    count('UNRELATED: the next bulletins of a held form', forms.filter((item) => !item.id.endsWith('-1')).map((item) => item.text)),
  ];
};

const overlapsOf = (incoming: Winnowed, held: readonly Winnowed[], index: ReadonlyMap<number, readonly number[]>): Overlap[] => {
  const shared = new Map<number, number>();
  for (const print of incoming.prints) for (const n of index.get(print) ?? []) shared.set(n, (shared.get(n) ?? 0) + 1);
  return [...shared].map(([n, count]) => {
    const text = held[n] as Winnowed;
    return { holdId: `hold-${n}`, itemId: `item-${n}`, spreads: true, caseNumber: null, equal: text.cleanHash === incoming.cleanHash, shared: count, heldFingerprints: text.fingerprints, heldNumbers: text.numbers };
  });
};
