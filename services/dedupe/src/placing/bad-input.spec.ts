import { Fingerprinter } from '@wiredesk/fingerprints';

import { factsOf, type Arrival } from './facts.decide.js';
import { arrival, english, hour } from './testing/texts.js';
import { World } from './testing/world.js';

const prints = new Fingerprinter(0x5eed);
const eightScripts =
  'The harbour gate closed overnight while engineers worked. 港口闸门昨夜关闭，工程队连续检修两座泵站，水位回落。Ворота гавани закрылись ночью, инженеры чинили насосы. أغلقت بوابة الميناء ليلا وعمل المهندسون على المضخات. Η πύλη του λιμανιού έκλεισε τη νύχτα. 항구의 문이 밤새 닫혔고 기술자들이 펌프를 수리했다. ประตูท่าเรือปิดเมื่อคืนนี้และวิศวกรซ่อมปั๊ม רציף הנמל נסגר בלילה והמהנדסים תיקנו את המשאבות';

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

  it('of many bulletins a minute, each with its own figures, makes a story of each', () => {
    const world = new World();
    const bulletin = (n: number): Arrival =>
      arrival({ text: `Berth ${n * 7}: the vessel with number ${n * 13 + 5} took on ${n * 17 + 3} tonnes at hour ${n % 24} of day ${n * 3 + 1}. ${english(71, 40)}`, source: `quay-${n % 9}`, at: hour(n / 300) });
    for (let n = 1; n <= 300; n += 20) world.arrive(...Array.from({ length: 20 }, (_, i) => bulletin(n + i)));
    expect(storiesOf(world)).toBe(300);
  });

  it.each([
    ['no text', ''],
    ['five megabytes of one character', '港'.repeat(5_000_000)],
    ['five megabytes of one word', 'harbour '.repeat(650_000)],
    ['five megabytes without a break', 'a'.repeat(5_000_000)],
    ['a million paragraphs', 'a\n'.repeat(1_000_000)],
    ['brackets never closed', '（'.repeat(1_000_000)],
    ['lone surrogates', '\ud800'.repeat(100_000)],
  ])('of %s is read in bounded time, and says why it is not compared', (_what, text) => {
    const started = process.cpuUsage();
    const facts = factsOf(arrival({ text }), prints);
    const { user, system } = process.cpuUsage(started);
    // The promise is 50 ms for 1 Mi units; five of them are also cut and searched for credits.
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(facts.text.keys.length).toBeLessThanOrEqual(96);
    if (facts.text.tokens < 20) expect(facts.suspicion).not.toBeNull();
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
