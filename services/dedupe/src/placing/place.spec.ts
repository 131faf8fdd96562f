import fc from 'fast-check';

import type { Arrival } from './facts.decide.js';
import { arrival, chinese, cut, edited, english, hour } from './testing/texts.js';
import { World } from './testing/world.js';

const worldOf = (...arrivals: Arrival[]): World => {
  const world = new World();
  for (const one of arrivals) world.arrive(one);
  return world;
};

describe.each([
  ['English', english],
  ['Chinese', chinese],
])('copies of an %s text', (_language, write) => {
  const text = write(1);
  const original = arrival({ text, at: hour(0) });

  it.each([
    ['the same text', text, 'reprint', 'exact'],
    ['other white space, punctuation and case', text.toUpperCase().replaceAll('. ', '…  '), 'reprint', 'exact'],
    ['a credit line around it', `HARBOUR, Nov 24 (Harbour Wire) - ${text}\n责任编辑：李四`, 'reprint', 'exact'],
    ['boilerplate around it', `${write(901, 30)}\n${text}\n${write(902, 30)}`, 'reprint', 'sketch'],
    ['a half', cut(text, 0.5), 'excerpt', 'sketch'],
    ['a third', cut(text, 0.34), 'excerpt', 'sketch'],
    ['one word in fifty changed', edited(text, 50), 'reprint', 'sketch'],
  ])('%s', (_what, copy, relation, decidedBy) => {
    const other = arrival({ text: copy, source: 'bay-post', at: hour(5) });
    const world = worldOf(original, other);
    expect(world.of(other).standing).toMatchObject({ storyId: world.of(original).standing?.storyId, relation, decidedBy, relatedTo: original.item.itemId, canonicalItemId: original.item.itemId });
  });

  it('an unrelated text is none', () => {
    const other = arrival({ text: write(2), source: 'bay-post', at: hour(5) });
    const world = worldOf(original, other);
    expect(world.of(other).standing).toMatchObject({ relation: 'original', decidedBy: 'alone', relatedTo: null, canonicalItemId: other.item.itemId });
    expect(world.stories()).toHaveLength(2);
  });

  it('a copy more than 72 hours away is not one by likeness, and the pair is noted', () => {
    const other = arrival({ text: `${write(77, 40)} ${text} ${write(78, 40)}`, source: 'bay-post', at: hour(80) });
    const world = worldOf(original, other);
    expect(world.stories()).toHaveLength(2);
    expect(world.of(other).notes).toMatchObject([{ itemId: original.item.itemId }]);
  });

  it('a part in a digest of five is found', () => {
    const digest = arrival({ text: [2, 3, 1, 4, 5].map((seed) => write(seed)).join('\n'), source: 'bay-post', at: hour(6) });
    const world = worldOf(original, digest);
    expect(world.of(digest).standing).toMatchObject({ relation: 'excerpt', relatedTo: original.item.itemId });
  });

  it('the parts of a digest do not become one story', () => {
    const digest = arrival({ text: [2, 3, 1, 4, 5].map((seed) => write(seed)).join('\n'), source: 'bay-post', at: hour(-1) });
    const world = worldOf(digest, original, arrival({ text: write(3), at: hour(1) }), arrival({ text: write(4), at: hour(2) }));
    const stories = new Set([...world.members.values()].map((member) => member.standing?.storyId));
    expect(stories.size).toBe(3);
  });
});

describe('templates', () => {
  const bulletin = (day: number, level: string): string =>
    `Tide tables for the harbour. High water on day ${day} at ${level} metres, low water ${day + 3}.${day} metres. ${english(9, 120)} Readings: ${day * 7}, ${day * 11}, ${day * 13}, ${day * 17}.`;

  it('differing in numbers only, and days apart, are never one story', () => {
    const world = worldOf(...[1, 5, 9].map((day) => arrival({ text: bulletin(day, `4.${day}`), title: 'Tides', at: hour(day * 24) })));
    expect(world.stories()).toHaveLength(3);
  });

  it('differing in names only, hours apart, are not one story: each title names what the other text does not', () => {
    const report = (town: string, man: string): Arrival =>
      arrival({ text: `The mayor of ${town}, ${man}, opened the new road on Monday. ${english(14, 70)}`, title: `Mayor ${man} opens road in ${town}`, at: hour(town.length) });
    const world = worldOf(report('Lerwick', 'Ben Skerry'), report('Stromness', 'Ida Holm'));
    expect(world.stories()).toHaveLength(2);
    const copy = arrival({ text: edited(report('Lerwick', 'Ben Skerry').article?.bodyText ?? '', 30), title: 'A new road for Lerwick, says Ben Skerry', source: 'bay-post', at: hour(9) });
    world.arrive(copy);
    expect(world.stories()).toHaveLength(2);
  });

  it('differing in most numbers on one day are not one story either', () => {
    const a = arrival({ text: bulletin(1, '4.1'), title: 'Tides', at: hour(1) });
    const b = arrival({ text: bulletin(5, '4.8'), title: 'Tides', at: hour(9) });
    const world = worldOf(a, b);
    expect(world.stories()).toHaveLength(2);
    expect(world.of(b).notes).toMatchObject([{ itemId: a.item.itemId, relation: 'template' }]);
  });

  it('a notice that recurs word for word a year later is another story, but a text with figures of its own is itself again', () => {
    const notice = english(12, 160);
    const own = `${english(13, 160)} On 14 March 2026 the 3rd gate took 1,250 tonnes.`;
    const world = worldOf(...[notice, own].flatMap((text) => [arrival({ text, at: hour(0) }), arrival({ text, at: hour(365 * 24), receivedAt: hour(365 * 24) })]));
    expect(world.stories()).toHaveLength(3);
  });

  it('marked by hand joins nothing', () => {
    const a = arrival({ text: english(20), at: hour(0) });
    const world = worldOf(a);
    world.change(a.item.itemId, (member) => ({ ...member, template: true }));
    world.arrive(arrival({ text: edited(english(20), 60), at: hour(2) }));
    expect(world.stories()).toHaveLength(2);
  });
});

describe('what cannot be compared', () => {
  it.each([['', 'empty'], ['undefined', 'empty'], [' NULL ', 'empty'], ['港口', 'too-short'], ['Harbour closed', 'too-short']])('"%s" stands alone', (text, suspicion) => {
    const [a, b] = [arrival({ text, at: hour(0) }), arrival({ text, at: hour(1) })];
    const world = worldOf(a, b);
    expect(world.stories()).toHaveLength(2);
    expect(world.of(b)).toMatchObject({ facts: { suspicion }, standing: { relation: 'original', decidedBy: 'suspect', canonicalItemId: b.item.itemId } });
  });

  it.each([
    ['24 words', english(31, 24), 'Other', 3, 1],
    ['24 words, a day later', english(31, 24), 'Other', 25, 2],
    ['24 words, a day later and under the same title', english(31, 24), 'Brief', 23, 1],
    ['50 ideographs', chinese(31, 50), 'Other', 3, 1],
    ['30 ideographs', chinese(31, 30), 'Other', 3, 2],
    ['30 ideographs under the same title', chinese(31, 30), 'Brief', 3, 1],
  ])('an equal brief of %s', (_what, text, title, hours, stories) => {
    const world = worldOf(arrival({ text, title: 'Brief', at: hour(0) }), arrival({ text, title, source: 'bay-post', at: hour(hours) }));
    expect(world.stories()).toHaveLength(stories);
  });

  it('one body under three titles from one source is no story, whichever came first', () => {
    const page = english(30);
    const pages = ['Gate closed', 'Mayor resigns', 'Choir sings'].map((title, i) => arrival({ text: page, title, at: hour(i) }));
    const world = worldOf(...pages);
    expect(world.stories()).toHaveLength(3);
    expect(pages.map((one) => world.of(one).standing?.decidedBy)).toEqual(['suspect', 'suspect', 'suspect']);
    const elsewhere = arrival({ text: page, title: 'Gate closed', source: 'bay-post', at: hour(4) });
    world.arrive(elsewhere);
    expect(world.of(elsewhere).standing).toMatchObject({ relation: 'original' });
  });

  it('one body under three titles from three sources is one story', () => {
    const world = worldOf(...['a-wire', 'b-wire', 'c-wire'].map((source, i) => arrival({ text: english(30), title: `Title ${i}`, source, at: hour(i) })));
    expect(world.stories()).toHaveLength(1);
  });
});

describe('dates', () => {
  it.each(['1970-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'])('%s is not believed: the time of arrival counts', (at) => {
    const world = worldOf(arrival({ text: edited(english(40), 90), at: hour(2), receivedAt: hour(2) }), arrival({ text: english(40), at, receivedAt: hour(6) }));
    expect(world.stories()).toHaveLength(1);
  });

  it('a day without an hour covers all of its hours', () => {
    const world = worldOf(arrival({ text: english(41), at: hour(0), precision: 'day' }), arrival({ text: edited(english(41), 90), at: hour(24 + 71) }));
    expect(world.stories()).toHaveLength(1);
  });
});

describe('a later version of the same publisher', () => {
  it('supersedes the earlier one', () => {
    const text = english(50);
    const first = arrival({ text, title: 'Gate closed', at: hour(0) });
    const second = arrival({ text: `${text} ${english(51, 80)}`, title: 'UPDATE 1-Gate closed', at: hour(3) });
    const copy = arrival({ text, source: 'bay-post', at: hour(4) });
    const world = worldOf(first, second, copy);
    expect(world.of(second).standing).toMatchObject({ relation: 'revision', relatedTo: first.item.itemId, canonicalItemId: second.item.itemId });
    expect(world.of(copy).standing).toMatchObject({ canonicalItemId: second.item.itemId });
  });
});

describe('what was placed, once something changes', () => {
  const text = english(60);
  const first = arrival({ text, at: hour(1) });
  const copy = arrival({ text, source: 'bay-post', at: hour(2) });

  it('an older original that arrives late takes over, and the story keeps its id', () => {
    const world = worldOf(first, copy);
    const storyId = world.of(first).standing?.storyId;
    const late = arrival({ text: `${text} ${english(61, 30)}`, source: 'canal-times', at: hour(0) });
    const said = world.arrive(late);
    expect(world.of(copy).standing).toMatchObject({ storyId, canonicalItemId: late.item.itemId });
    expect(said.sort()).toEqual([first, copy, late].map((one) => one.item.itemId).sort());
  });

  it('a revision with another text leaves its story, and the rest finds a new head', () => {
    const cutCopy = arrival({ text: cut(text, 0.6), source: 'canal-times', at: hour(3) });
    const world = worldOf(first, copy, cutCopy);
    world.arrive({ ...first, item: { ...first.item, revision: 2 }, article: { title: 'Another', bodyText: english(62) } });
    expect(world.stories()).toHaveLength(2);
    expect(world.of(cutCopy).standing).toMatchObject({ storyId: world.of(copy).standing?.storyId, relatedTo: copy.item.itemId, canonicalItemId: copy.item.itemId });
  });

  it('a refused canonical gives way to the best permitted copy, and comes back', () => {
    const world = worldOf(first, copy);
    world.change(first.item.itemId, (member) => ({ ...member, permitted: false }));
    expect(world.decide().sort()).toEqual([first.item.itemId, copy.item.itemId].sort());
    expect(world.of(first).standing?.canonicalItemId).toBe(copy.item.itemId);
    world.change(first.item.itemId, (member) => ({ ...member, permitted: true }));
    world.decide();
    expect(world.of(copy).standing?.canonicalItemId).toBe(first.item.itemId);
  });

  it('nothing is said when nothing changes', () => {
    expect(worldOf(first, copy).decide()).toEqual([]);
  });

  it('a hold on a derived text reaches its copies, and only while it stands', () => {
    const derivedText = `${cut(text, 0.72)} ${english(63, 110)}`;
    const derived = arrival({ text: derivedText, source: 'canal-times', at: hour(3) });
    const itsCopy = arrival({ text: derivedText, source: 'delta-news', at: hour(4) });
    const world = worldOf(first, derived, itsCopy);
    expect([world.of(derived), world.of(itsCopy)].map((member) => member.standing?.relation)).toEqual(['derived', 'derived']);
    world.held = new Map([[world.of(first).standing?.storyId ?? '', [itsCopy.item.itemId]]]);
    world.decide();
    expect([world.of(derived), world.of(itsCopy)].map((member) => member.standing?.relation)).toEqual(['excerpt', 'reprint']);
    world.held = new Map([[world.of(first).standing?.storyId ?? '', [first.item.itemId]]]);
    world.decide();
    expect([world.of(derived), world.of(itsCopy)].map((member) => member.standing?.relation)).toEqual(['derived', 'derived']);
  });

  it('two stories under different holds stay two', () => {
    const [left, right] = [cut(text, 0.5), text.slice(Math.floor(text.length / 2))];
    const [a, b] = [arrival({ text: left, at: hour(5) }), arrival({ text: right, at: hour(6) })];
    const world = worldOf(a, b);
    const [one, two] = [world.of(a).standing?.storyId ?? '', world.of(b).standing?.storyId ?? ''];
    world.held = new Map([[one, []], [two, []]]);
    world.arrive(arrival({ text, at: hour(0) }));
    expect(world.of(a).standing?.storyId).toBe(one);
    expect(world.of(b).standing?.storyId).toBe(two);
  });
});

describe('the canonical', () => {
  const text = english(70);
  const original = arrival({ text, title: 'Gate closed', at: hour(0) });
  const canonicalAmong = (...arrivals: Arrival[]): string | undefined => worldOf(...arrivals).members.get(original.item.itemId)?.standing?.canonicalItemId;

  it.each([
    ['a quarter more text around it', `${english(71, 40)}\n${text}\n${english(72, 40)}`],
    ['half more text around it', `${english(71, 75)}\n${text}\n${english(72, 75)}`],
    ['a round-up of five', [71, 72, 73, 74].map((seed) => english(seed)).concat(text).join('\n')],
  ])('is the original and not a copy with %s', (_what, copy) => {
    expect(canonicalAmong(original, arrival({ text: copy, source: 'bay-post', title: 'Elsewhere', at: hour(3) }))).toBe(original.item.itemId);
  });

  it('is the complete text and not a half that was published before it', () => {
    const half = arrival({ text: cut(text, 0.5), source: 'bay-post', title: 'Gate closed', at: hour(-1) });
    expect(canonicalAmong(half, original)).toBe(original.item.itemId);
    const untitled = { ...half, article: { title: 'Something about a gate', bodyText: cut(text, 0.5) } };
    const other = arrival({ text, source: 'canal-times', title: 'Another headline', at: hour(2) });
    expect(canonicalAmong(untitled, { ...original, article: { title: 'Harbour shut', bodyText: text } }, other)).toBe(original.item.itemId);
  });

  it('is the text with its agency line and not a copy that lost it', () => {
    const sent = { ...original, article: { title: 'Gate closed', bodyText: `PORT ELLIS, Nov 24 (Harbour Agency) - ${text}` } };
    expect(canonicalAmong(sent, arrival({ text, source: 'bay-post', at: hour(2) }))).toBe(original.item.itemId);
  });

  it('is a copy that credits nobody before one that names another source below it', () => {
    const aggregator = { ...original, article: { title: 'Gate closed', bodyText: `${text}\nSource: Somebody Else` } };
    const other = arrival({ text, source: 'bay-post', at: hour(2) });
    expect(canonicalAmong(aggregator, other)).toBe(other.item.itemId);
  });
});

describe('order', () => {
  /** Three texts with copies, halves, revisions and digests of them, some at the same hour. */
  const pool: Arrival[] = [1, 2, 3].flatMap((seed) => {
    const text = seed === 3 ? chinese(100 + seed) : english(100 + seed);
    return [
      arrival({ text, source: 'harbour-wire', title: `Story ${seed}`, at: hour(seed) }),
      arrival({ text, source: 'bay-post', title: `Story ${seed}`, at: hour(seed + 4), credit: 'Harbour Wire' }),
      arrival({ text: cut(text, 0.5), source: 'canal-times', at: hour(seed + 4) }),
      arrival({ text: `${text} ${english(200 + seed, 60)}`, source: 'harbour-wire', title: `UPDATE 1-Story ${seed}`, at: hour(seed + 6) }),
      arrival({ text: edited(text, 25), source: 'delta-news', at: hour(seed + 9) }),
    ];
  });
  pool.push(arrival({ text: pool.slice(0, 11).filter((_, i) => i % 5 === 0).map((one) => one.article?.bodyText).join('\n'), source: 'digest', at: hour(12) }));
  pool.push(arrival({ text: pool[0]?.article?.bodyText.slice(-900) ?? '', source: 'echo', at: hour(0) }));

  it('of arrival changes neither stories nor canonicals, singly or in chunks', () => {
    const expected = worldOf(...pool).stories();
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: pool.length }), fc.integer({ min: 1, max: 6 }), (shuffled, chunk) => {
        const world = new World();
        for (let at = 0; at < shuffled.length; at += chunk) world.arrive(...shuffled.slice(at, at + chunk));
        expect(world.stories()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('of revisions does not either: only the last ones count', () => {
    const earlier = pool.slice(0, 6).map((one, i) => ({ ...one, item: { ...one.item, revision: 1 }, article: { title: 'Earlier', bodyText: english(300 + (i >> 1)) } }));
    const now = pool.map((one) => ({ ...one, item: { ...one.item, revision: 2 } }));
    const expected = worldOf(...now).stories();
    fc.assert(
      fc.property(fc.shuffledSubarray(now, { minLength: now.length }), (shuffled) => {
        const world = new World();
        for (const one of earlier) world.arrive(one);
        for (const one of shuffled) world.arrive(one);
        expect(world.stories()).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
