import { eventually } from '@wiredesk/testing';
import fc from 'fast-check';

import { GivenIngest, type Accepted } from '../testing/given-ingest.js';
import { pushExamples } from './push-examples.js';

const wholes: readonly (readonly [string, Buffer])[] = Object.entries(pushExamples).flatMap(([type, { examples }]) =>
  Object.values(examples).map(({ value }) => [type, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))] as const),
);

/** Bytes that break things: NUL, lone halves, bidi marks, overlong UTF-8, quotes, markup, entities. */
const splinters = ['\0', '\\u0000', '\\ud800', '\u202e', '"', '<', '&#0;', '&nosuch;', ']]>', '<!--', '{', '[', '\uffff', '9'.repeat(400)].map((text) => Buffer.from(text)).concat([Buffer.from([0xc0, 0x80]), Buffer.from([0xff, 0xfe]), Buffer.from([0xed, 0xa0, 0x80])]);

const mutated = fc
  .tuple(fc.nat(wholes.length - 1), fc.array(fc.record({ at: fc.nat(999), cut: fc.nat(12), put: fc.nat(splinters.length) }), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([which, edits, cutOff]): readonly [string, Buffer] => {
    const [type, whole] = wholes[which] ?? ['text/html', Buffer.alloc(0)];
    let bytes = whole;
    for (const { at, cut, put } of edits) {
      const place = Math.floor((at / 1_000) * bytes.length);
      bytes = Buffer.concat([bytes.subarray(0, place), splinters[put] ?? Buffer.alloc(0), bytes.subarray(place + cut)]);
    }
    return [type, cutOff ? bytes.subarray(0, Math.ceil(bytes.length * 0.7)) : bytes];
  });

/** `FUZZ_RUNS=12500 FUZZ_SEED=7` for the long run. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 250);
const seeded = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) };

describe('whatever is pushed', () => {
  let given: GivenIngest;
  let source: { id: string; key: string };
  beforeAll(async () => {
    given = await GivenIngest.start();
    source = await given.source({ ratePerSecond: 100_000 });
  });
  afterAll(() => given.close());

  it('is taken or refused with a reason; nothing fails here, and what was taken is announced', async () => {
    const taken: string[] = [];
    // Several, because a removal that got through refuses its item from there on.
    const sources = await Promise.all(Array.from({ length: 20 }, () => given.source({ ratePerSecond: 100_000 })));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(mutated, async ([type, bytes]) => {
        const answer = await given.push(sources[(run += 1) % sources.length] ?? source, bytes, { 'content-type': type });
        if (answer.status === 202) {
          const { items, warnings = [] } = answer.json as Accepted;
          for (const item of items) {
            if (['new', 'revised', 'withdrawn'].includes(item.outcome) && item.itemId) taken.push(item.itemId);
            if (item.outcome === 'refused' && (item.reason?.detail.length ?? 0) < 20) return false;
          }
          // A feed in which nothing is left to read is a feed without items, and says so.
          return items.length > 0 || warnings.some(({ code }) => code === 'no-items');
        }
        return [400, 415, 422].includes(answer.status) && ((answer.json as { detail?: string }).detail?.length ?? 0) > 20;
      }),
      { numRuns: runs, ...seeded },
    );
    expect(taken.length).toBeGreaterThan(5);
    await eventually(() => expect(taken.filter((itemId) => given.eventsOf(itemId).length === 0)).toEqual([]), { withinMs: 10_000 + runs });
  }, 60_000 + runs * 60);

  it.each([
    ['deep JSON', 'application/json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep XML', 'application/rss+xml', `<rss version="2.0"><channel><item><guid>d</guid><title>T</title><description>${'<b>'.repeat(50_000)}x${'</b>'.repeat(50_000)}</description></item></channel></rss>`],
    ['a hundred thousand attributes', 'application/rss+xml', `<rss version="2.0" ${Array.from({ length: 100_000 }, (_, i) => `a${i}="x"`).join(' ')}><channel/></rss>`],
    ['an entity bomb', 'application/rss+xml', `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1_000)}"><!ENTITY c "${'&b;'.repeat(1_000)}">]><rss version="2.0"><channel><item><guid>e</guid><title>&c;</title><description>&c; and words enough to be one.</description></item></channel></rss>`],
    ['an external entity', 'application/rss+xml', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><guid>x</guid><title>&x;</title><description>A body with &x; in it, and words enough to be one.</description></item></channel></rss>'],
    ['deep HTML', 'text/html', `<html><body>${'<div>'.repeat(50_000)}text${'</div>'.repeat(50_000)}</body></html>`],
  ])('%s costs no more than a moment, and tells nothing of this machine', async (_name, type, body) => {
    const startedAt = performance.now();
    const answer = await given.push(source, body, { 'content-type': type });
    // 200 ms per MB are the aim; the bound leaves room for a busy machine.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect([202, 400, 415, 422]).toContain(answer.status);
    const bodies = await given.query<{ article: string }>('select article from content.body');
    expect(bodies.some(({ article }) => article.includes('root:') || article.length > 1_000_000)).toBe(false);
  });
});
