import { systemClock } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { evaluateAll, type EvaluatedItem } from '../evaluate/evaluate.js';
import type { EvaluationItem } from '../evaluate/line.decide.js';
import { scoreOf, type Judged, type Score } from '../evaluate/score.decide.js';
import { bulletins } from './bulletins.js';
import { mutations, type Mutation } from './mutations.js';
import type { Prose } from './prose.js';
import { drawFrom } from './units.js';

/** How many of the copies that one mutation made were joined to their original, and how many to another text. */
export interface MutationResult {
  readonly language: Prose['language'];
  readonly mutation: Mutation;
  readonly copies: number;
  readonly found: number;
  readonly wrong: number;
}

const basesMax = 400;
export const startMs = Date.UTC(2026, 8, 1);
export const forget = 'truncate item, sketch, moved_story';

const original = (text: string, id: number): EvaluationItem => ({ id: `o${id}`, source: `wire-${id % 7}`, published: { atMs: startMs + id * 60_000, precision: 'instant' }, title: text.slice(0, 30), text, url: null, truth: `o${id}` });
const copyOf = (text: string, id: number, mutation: Mutation, others: readonly string[]): EvaluationItem => ({
  ...original(text, id),
  id: `c${id}`,
  source: `paper-${id % 5}`,
  published: { atMs: startMs + id * 60_000 + mutation.hours * 3_600_000, precision: 'instant' },
  title: `A copy ${id}`,
  text: mutation.make(text, others, drawFrom(id * 31 + mutation.name.length)),
});

/** Each mutation on its own: the originals, then a copy of each. */
export const measureMutations = async (dataSource: DataSource, prose: Prose, onResult: (result: MutationResult) => void): Promise<void> => {
  const bases = prose.texts.slice(0, basesMax);
  const others = prose.texts.slice(basesMax);
  for (const mutation of mutations) {
    await dataSource.query(forget);
    const copies = bases.map((text, id) => copyOf(text, id, mutation, others)).filter((copy, id) => !mutation.different || copy.text !== bases[id]);
    const placed = await evaluateAll(dataSource, [...bases.map(original), ...copies], systemClock);
    const stories = new Map(placed.map((item) => [item.id, item.story]));
    const heads = new Map(bases.map((_, id) => [stories.get(`o${id}`) ?? '', id]));
    const ends = copies.map((copy) => ({ own: Number(copy.id.slice(1)), head: heads.get(stories.get(copy.id) ?? '') }));
    onResult({
      language: prose.language,
      mutation,
      copies: copies.length,
      found: ends.filter(({ head, own }) => head === own).length,
      wrong: ends.filter(({ head, own }) => head !== undefined && head !== own).length,
    });
  }
};

/** All at once: originals, three kinds of copies each, and bulletins that are different stories every day. */
export const measureMixture = async (dataSource: DataSource, prose: Prose): Promise<Score> => {
  await dataSource.query(forget);
  const bases = prose.texts.slice(0, basesMax);
  const others = prose.texts.slice(basesMax);
  const usual = mutations.filter((mutation) => !mutation.different && !mutation.beyond);
  const items = [
    ...bases.map(original),
    ...bases.flatMap((text, id) => [0, 5, 9].map((step) => {
      const mutation = usual[(id + step) % usual.length] as Mutation;
      return { ...copyOf(text, id, mutation, others), id: `c${id}-${step}`, source: `paper-${step}`, truth: `o${id}` };
    })),
    ...bulletins(30, 4, startMs).filter((item) => item.id.includes(`-${prose.language}-`)),
  ];
  items.sort((a, b) => (a.published?.atMs ?? 0) - (b.published?.atMs ?? 0));
  const truths = new Map(items.map((item) => [item.id, item.truth ?? '']));
  const placed = await evaluateAll(dataSource, items, systemClock);
  return scoreOf(placed.map((item: EvaluatedItem): Judged => ({ ...item, truth: truths.get(item.id) ?? '' })));
};
