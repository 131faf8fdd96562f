import { testCluster } from '@wiredesk/testing';

import { arrival, pool, shuffled } from '../placing/testing/texts.js';
import { evaluateAll } from './evaluate.js';
import { readLine, type EvaluationItem } from './line.decide.js';
import { scoreOf } from './score.decide.js';
import { scratchDatabase, type ScratchDatabase } from './scratch-database.js';

const clock = { now: () => new Date('2026-11-25T12:00:00.000Z') };

describe('an evaluation', () => {
  let scratch: ScratchDatabase;

  beforeAll(async () => {
    scratch = await scratchDatabase(testCluster().databaseUrl);
  });

  afterAll(async () => {
    await scratch.drop();
  });

  it('finds the stories of a corpus, whatever its order, and scores itself', async () => {
    const texts = 20;
    const corpus = pool(700, texts).map((one, i): EvaluationItem => ({
      id: `n${i}`, source: 'Some Source 7', published: { atMs: Date.parse(one.item.publishedAt ?? ''), precision: 'instant' }, title: `T${i}`, text: one.article?.bodyText ?? '', url: null,
      truth: `text ${Math.floor(i / 5)}`,
    }));
    const truths = new Map(corpus.map((item) => [item.id, item.truth ?? '']));
    const mixed = shuffled(corpus, 2);
    const evaluated = await evaluateAll(scratch.dataSource, mixed, clock);
    expect(evaluated.map((item) => item.id)).toEqual(mixed.map((item) => item.id));
    expect(scoreOf(evaluated.map((item) => ({ ...item, truth: truths.get(item.id) ?? '' })))).toMatchObject({ items: texts * 5, all: { precision: 1, recall: 1, ari: 1 } });
    const copies = evaluated.filter((item) => item.relatedTo !== null);
    expect(copies).toHaveLength(texts * 4);
    expect(copies.every((item) => truths.get(item.relatedTo ?? '') === truths.get(item.id) && item.c >= 0.6)).toBe(true);
  });

  it('takes sources of any name, and lines without a date', async () => {
    const line = (id: string, source: string): EvaluationItem => {
      const read = readLine(JSON.stringify({ id, source, text: arrival({ text: pool(801, 1)[0]?.article?.bodyText ?? '' }).article?.bodyText }));
      if (read.kind !== 'item') throw new Error(read.reason);
      return read.item;
    };
    const [a, b] = await evaluateAll(scratch.dataSource, [line('x', '新华网'), line('y', '')], clock);
    expect(b).toMatchObject({ id: 'y', story: a?.story, relation: 'reprint', relatedTo: 'x' });
  });
});
