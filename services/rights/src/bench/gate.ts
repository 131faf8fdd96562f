import { evaluate, HoldIndex, type Terms, type Use } from '@wiredesk/usage-terms';

import { placed, type NewHold } from '../hold-ledger/new-hold.js';
import type { Figure } from './figures.js';

const uses = 400_000;
const scopes: readonly ((n: number) => NewHold['scope'])[] = [
  (n) => ({ kind: 'item', itemId: `item-${n}` }),
  (n) => ({ kind: 'story', storyId: `story-${n}`, itemId: `item-${n}` }),
  (n) => ({ kind: 'url', url: `https://up.example/${n}` }),
  (n) => (n % 1_000 === 3 ? { kind: 'source', sourceId: `source-${n}` } : { kind: 'item', itemId: `item-${n}` }),
];

/** What one question to the gate costs with so many active holds: every second use is covered by one of them. */
export const measureGate = (holds: number): Figure[] => {
  const index = new HoldIndex();
  const now = new Date();
  for (let n = 0; n < holds; n += 1) {
    const scope = scopes[n % scopes.length]?.(n) ?? { kind: 'item', itemId: `item-${n}` };
    index.apply(placed({ holdId: `hold-${n}`, class: 'legal', scope, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: null, placedBy: 'bench', effectiveFrom: null, until: null, of: null, follows: null }, n + 1, now));
  }
  const terms: Terms = { channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null };
  const use = (n: number): Use => ({ itemId: `item-${n}`, sourceId: 'source', storyId: `story-${n}`, relation: 'original', urlKeys: [`up.example/${n}`, `portal.example/articles/item-${n}`], channel: 'portal', territory: '*', atMs: now.getTime() + 1 });
  const asked = Array.from({ length: 4_096 }, (_, i) => use((i * 7_919) % (holds * 2)));
  let permitted = 0;
  const ask = (count: number): void => {
    for (let i = 0; i < count; i += 1) {
      const one = asked[i % asked.length];
      if (one && evaluate(one, terms, index.covering(one)).permitted) permitted += 1;
    }
  };
  ask(50_000);
  // Time of the processor: what else the machine does meanwhile is not the gate's.
  const before = process.cpuUsage();
  ask(uses);
  const spent = process.cpuUsage(before);
  const perUseUs = (spent.user + spent.system) / uses;
  if (permitted === 0) throw new Error('the gate permitted nothing');
  return [{ what: `gate, one use, ${holds.toLocaleString('en')} active holds`, measured: perUseUs, target: 5, unit: 'µs' }];
};
