import type { Similarity } from '@wiredesk/fingerprints';

import type { Facts } from '../placing/facts.js';
import { differInSubject, gapMs, limits, relate, type Relating } from '../placing/relation.decide.js';

const hourMs = 3_600_000;
const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** One sentence in both languages. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** A verdict about two texts, with sentences that an editor can read. */
export interface Explanation {
  /** Of the later text to the earlier; `none` where they have nothing to do with each other. */
  readonly relation: Relating['relation'] | 'none';
  readonly joins: boolean;
  /** A person should look before anything is taken down because of it. */
  readonly review: boolean;
  /** Why, in English. */
  readonly reasons: readonly string[];
  /** The same in English and Chinese. */
  readonly sentences: readonly Sentence[];
}

/** Says what the later text is to the earlier one, and why. */
export const explain = (earlier: Facts, later: Facts, similarity: Similarity): Explanation => {
  const relating = relate(earlier, later, similarity, false);
  const sentences = sentencesOf(earlier, later, similarity, relating);
  return { relation: relating?.relation ?? 'none', joins: relating?.joins ?? false, review: relating?.review ?? false, reasons: sentences.map(({ en }) => en), sentences };
};

const suspicionSentence: Readonly<Record<NonNullable<Facts['suspicion']>, Sentence>> = {
  empty: { en: 'has no text', zh: '没有文本' },
  erased: { en: 'was erased', zh: '已被删除' },
  'too-short': { en: 'has fewer than 20 words or ideographs', zh: '不足 20 个词或汉字' },
  'same-body-many-titles': { en: 'came from one source under three titles or more, so that it says nothing about its article', zh: '由同一来源以三个以上标题发来,说明不了是哪一篇' },
};

const sentencesOf = (earlier: Facts, later: Facts, similarity: Similarity, relating: Relating | null): readonly Sentence[] => {
  const suspects = [earlier, later].filter((facts) => facts.suspicion !== null);
  if (suspects.length > 0) {
    return suspects.map((facts) => {
      const { en, zh } = suspicionSentence[facts.suspicion ?? 'empty'];
      return { en: `The ${facts === earlier ? 'earlier' : 'later'} text ${en}: it is not compared.`, zh: `${facts === earlier ? '较早' : '较晚'}一篇${zh},不参与比较。` };
    });
  }
  if (relating?.exact) return [{ en: 'The texts are the same once credits, punctuation, width and case are left out.', zh: '除署名、标点、全半角和大小写外,两文相同。' }, gapSentence(earlier, later)];
  const known = Math.min(earlier.text.numbers.length, later.text.numbers.length);
  const { c, j, confident, numbersInCommon } = similarity;
  const isForm = numbersInCommon < limits.numbersSame;
  return [
    { en: `They share ${percent(c)} of the shorter text and ${percent(j)} of both together${confident ? '' : ', measured on few samples'}.`, zh: `相同部分占较短一篇的 ${percent(c)},占两文合计的 ${percent(j)}${confident ? '' : '(样本较少)'}。` },
    gapSentence(earlier, later),
    ...(known >= limits.numbersKnownMin ? [{ en: `${percent(numbersInCommon)} of the numbers and dates of one are in the other${isForm ? ': one form, filled in twice' : ''}.`, zh: `一篇的数字和日期有 ${percent(numbersInCommon)} 见于另一篇${isForm ? ':同一格式填写了两次' : ''}。` }] : []),
    ...(differInSubject(similarity) ? [{ en: 'What the headline of each names is missing in the other: one form, filled in with other names.', zh: '各自标题中的名称都不见于另一篇:同一格式填写了不同的名称。' }] : []),
    ...(Math.min(earlier.text.units, later.text.units) < limits.unitsMin ? [{ en: 'One of them is too short for likeness alone: an equal title is needed too.', zh: '其中一篇太短,单凭相似不够,还须标题相同。' }] : []),
  ];
};

const gapSentence = (earlier: Facts, later: Facts): Sentence => {
  const gap = gapMs(earlier.published, later.published);
  const hours = Math.round(gap / hourMs);
  const limit = limits.copyWindowMs / hourMs;
  return gap > limits.copyWindowMs
    ? { en: `They are ${hours} hours apart; beyond ${limit} hours likeness does not make a copy.`, zh: `相隔 ${hours} 小时;超过 ${limit} 小时,相似不再判为副本。` }
    : { en: `They are ${hours} hours apart.`, zh: `相隔 ${hours} 小时。` };
};
