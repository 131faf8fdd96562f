import { compare, Fingerprinter, textUnitsMax } from '@wiredesk/fingerprints';

import { candidatesMax, commonKeys, pairsOf, storedKeys, type Hit, type Pair } from './candidates.decide.js';
import { factsOf, type Arrival } from './facts.decide.js';
import type { Facts } from './facts.js';
import { relate } from './relation.decide.js';
import { arrival, english, hour } from './testing/texts.js';
import { World } from './testing/world.js';

const prints = new Fingerprinter(0x5eed);
const eightScripts =
  'The harbour gate closed overnight while engineers worked. 港口闸门昨夜关闭，工程队连续检修两座泵站，水位回落。Ворота гавани закрылись ночью, инженеры чинили насосы. أغلقت بوابة الميناء ليلا وعمل المهندسون على المضخات. Η πύλη του λιμανιού έκλεισε τη νύχτα. 항구의 문이 밤새 닫혔고 기술자들이 펌프를 수리했다. ประตูท่าเรือปิดเมื่อคืนนี้และวิศวกรซ่อมปั๊ม רציף הנמל נסגר בלילה והמהנדסים תיקנו את המשאבות';

const hitOf = ({ itemId, text }: Facts): Hit => ({ itemId, keys: text.keys, cleanHash: text.cleanHash });

/** Comparisons that the item with the most of them takes: what bounds the work of placing it. */
const comparisonsOf = (pairs: readonly Pair[]): number => {
  const counts = new Map<string, number>();
  for (const [wanted] of pairs) counts.set(wanted, (counts.get(wanted) ?? 0) + 1);
  return Math.max(...counts.values());
};

const storiesOf = (world: World): number => new Set([...world.members.values()].map((member) => member.standing?.storyId)).size;

describe('odd input', () => {
  it('in eight scripts at once is a text like any other', () => {
    const world = new World();
    world.arrive(arrival({ text: eightScripts, at: hour(0) }));
    world.arrive(arrival({ text: `${eightScripts} ${eightScripts.slice(0, 40)}`, source: 'bay-post', at: hour(1) }));
    expect(storiesOf(world)).toBe(1);
  });

  it('of one boilerplate under fifty titles makes fifty stories', () => {
    const world = new World();
    const pages = Array.from({ length: 50 }, (_, i) => arrival({ text: english(70), title: `Article ${i} about something`, at: hour(i / 10) }));
    for (const page of pages) world.arrive(page);
    expect(storiesOf(world)).toBe(50);
    expect(pages.every((page) => world.of(page).standing?.decidedBy === 'suspect')).toBe(true);
  });

  it('of a thousand bulletins a minute, each with its own figures, makes a story of each, by at most fifty comparisons', () => {
    const bulletin = (n: number): Arrival =>
      arrival({ text: `Berth ${n * 7}: the vessel with number ${n * 13 + 5} took on ${n * 17 + 3} tonnes at hour ${n % 24} of day ${n * 3 + 1}. ${english(71, 40)}`, source: `quay-${n % 9}`, at: hour(n / 60_000) });
    const facts = Array.from({ length: 1_000 }, (_, i) => factsOf(bulletin(i + 1), prints));
    const pairs = pairsOf(facts.map(hitOf), []);
    expect(comparisonsOf(pairs)).toBeLessThanOrEqual(candidatesMax);
    const byId = new Map(facts.map((one) => [one.itemId, one]));
    const joined = pairs.filter(([a, b]) => {
      const [one, other] = [byId.get(a) as Facts, byId.get(b) as Facts];
      return relate(one, other, compare(one.text, other.text), false)?.joins === true;
    });
    expect(pairs.length).toBeGreaterThan(10_000);
    expect(joined).toEqual([]);
  });

  it('that shares a key with 100,000 others is compared with fifty of them, and adds no posting to that key', () => {
    const hits = Array.from({ length: 100_000 }, (_, i): Hit => ({ itemId: `other-${i}`, keys: Uint32Array.of(7, 1_000 + i), cleanHash: '' }));
    const pairs = pairsOf([{ itemId: 'one', keys: Uint32Array.of(7, 8), cleanHash: '' }], hits);
    expect(pairs.length).toBeLessThanOrEqual(candidatesMax);
    const common = commonKeys(hits.map((hit) => storedKeys(0, hit.keys, new Set())));
    expect([...common]).toEqual([7]);
    expect(storedKeys(0, Uint32Array.of(7, 8), common)).toEqual([8]);
  });

  it.each([
    ['no text', '', 'empty'],
    ['the word undefined', 'undefined', 'empty'],
    ['one word', 'Harbour', 'too-short'],
    ['brackets never closed', '（'.repeat(1_000_000), 'empty'],
    ['lone surrogates', '\ud800'.repeat(100_000), 'empty'],
  ])('of %s is not compared, and says why', (_what, text, suspicion) => {
    const world = new World();
    const odd = arrival({ text, at: hour(0) });
    world.arrive(odd, arrival({ text, at: hour(1) }));
    expect(storiesOf(world)).toBe(2);
    expect(world.of(odd)).toMatchObject({ facts: { suspicion }, standing: { decidedBy: 'suspect' } });
  });

  it.each([
    ['five megabytes of one character', '港'.repeat(5_000_000), 1],
    ['five megabytes of one word', 'harbour '.repeat(650_000), 1],
    ['five megabytes without a break', 'a'.repeat(5_000_000), 0],
    ['a million paragraphs', 'a\n'.repeat(1_000_000), 1],
    ['five megabytes of a short period', '港口闸门'.repeat(1_250_000), 4],
  ])('of %s is read up to 1 Mi units and has as few shingles as it has', (_what, text, shingles) => {
    const { tokens, sample, keys, numbers } = factsOf(arrival({ text }), prints).text;
    expect(tokens).toBeLessThanOrEqual(textUnitsMax);
    expect([sample.length, keys.length, numbers.length]).toEqual([shingles, shingles, 0]);
  });

  it.each([
    [null, 'assumed' as const],
    ['1970-01-01T00:00:00.000Z', 'instant' as const],
    ['2099-12-31T00:00:00.000Z', 'instant' as const],
  ])('dated %s counts from its arrival', (at, precision) => {
    const given = arrival({ text: english(72), receivedAt: hour(5) });
    const facts = factsOf({ ...given, item: { ...given.item, publishedAt: at, publishedPrecision: precision } }, prints);
    expect(facts.published).toEqual({ fromMs: Date.parse(hour(5)), untilMs: Date.parse(hour(5)) });
  });
});
