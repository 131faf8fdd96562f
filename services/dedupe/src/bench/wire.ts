import { systemClock } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { evaluateAll } from '../evaluate/evaluate.js';
import type { EvaluationItem } from '../evaluate/line.decide.js';
import type { Prose } from './prose.js';
import { forget, startMs } from './quality.js';
import { sameForms } from './same-form.js';
import { drawFrom, sentencesOf } from './units.js';
import { wireCopies, type WireCopy } from './wire-copies.js';

/** What became of one class of copies. */
export interface WireResult {
  readonly name: string;
  readonly copies: number;
  readonly found: number;
  readonly wrong: number;
  /** Stories of which the copy was made canonical although the original is the older, complete text. */
  readonly overtaken: number;
}

const basesMax = 200;

const pairOf = (kind: WireCopy, text: string, id: number, others: readonly string[]): [EvaluationItem, EvaluationItem] => {
  const draw = drawFrom(id * 37 + kind.name.length);
  const original = kind.original(text, draw);
  const title = `${text.slice(0, 40)}`;
  const atMs = startMs + id * 60_000;
  const first: EvaluationItem = { id: `o${id}`, source: `wire-${id % 7}`, published: { atMs, precision: 'instant' }, title, text: original, url: null, truth: `o${id}` };
  const revised = kind.revisedAs !== undefined;
  const copy = { ...first, id: `c${id}`, source: revised ? first.source : `paper-${id % 5}`, published: { atMs: atMs + 5 * 3_600_000, precision: 'instant' as const }, title: revised ? `${kind.revisedAs}${title}` : `${sentencesOf(original).at(Math.floor(sentencesOf(original).length / 2))?.trim().slice(0, 50) ?? ''}`, text: kind.copy(original, others, draw) };
  return [first, copy];
};

/** Each class on its own: originals as sent, and a copy of each. */
export const measureWireCopies = async (dataSource: DataSource, prose: Prose, onResult: (result: WireResult) => void): Promise<void> => {
  const bases = prose.texts.slice(0, Math.min(basesMax, Math.floor(prose.texts.length * 0.7)));
  const others = prose.texts.slice(bases.length);
  for (const kind of wireCopies.filter(({ language }) => language === 'both' || language === prose.language)) {
    await dataSource.query(forget);
    const pairs = bases.map((text, id) => pairOf(kind, text, id, others));
    const placed = new Map((await evaluateAll(dataSource, pairs.flat().sort((a, b) => (a.published?.atMs ?? 0) - (b.published?.atMs ?? 0)), systemClock)).map((item) => [item.id, item]));
    const heads = new Map(pairs.map(([{ id }]) => [placed.get(id)?.story ?? '', id]));
    const ends = pairs.map(([first, copy]) => ({ own: first.id, copy: placed.get(copy.id), head: heads.get(placed.get(copy.id)?.story ?? '') }));
    onResult({
      name: kind.name,
      copies: pairs.length,
      found: ends.filter(({ head, own }) => head === own).length,
      wrong: ends.filter(({ head, own }) => head !== undefined && head !== own).length,
      overtaken: kind.revisedAs === undefined ? ends.filter(({ head, own, copy }) => head === own && copy?.canonical === true).length : 0,
    });
  }
};

/** Of each form, how many pairs of its items there are and how many were joined: every one is wrong. */
export const measureSameForms = async (dataSource: DataSource, prose: Prose, onResult: (result: { form: string; pairs: number; joined: number }) => void): Promise<void> => {
  await dataSource.query(forget);
  const byForm = new Map<string, string[]>();
  for (const { id, story } of await evaluateAll(dataSource, sameForms(prose.language, startMs), systemClock)) {
    const form = id.split('-').slice(1, -1).join('-');
    byForm.set(form, [...(byForm.get(form) ?? []), story]);
  }
  for (const [form, stories] of byForm) {
    const sizes = new Map<string, number>();
    for (const story of stories) sizes.set(story, (sizes.get(story) ?? 0) + 1);
    onResult({ form, pairs: pairsOf(stories.length), joined: [...sizes.values()].reduce((sum, size) => sum + pairsOf(size), 0) });
  }
};

const pairsOf = (items: number): number => (items * (items - 1)) / 2;
