import { randomUUID } from 'node:crypto';

import type { ItemReceived } from '@wiredesk/contracts';

import type { Arrival } from '../facts.decide.js';

/** A small generator (xorshift): the same seed gives the same text on every machine. */
export const drawing = (seed: number): ((below: number) => number) => {
  let state = (seed * 2654435761) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const words = `harbour gate closed overnight engineers repaired both pumps while water receded residents returned council said funds were ready channel
 expected reopen weekend boats may leave first committee publishes report next month quay cranes lifted timber ships waited outside breakwater pilots
 measured depth sand moved toward bridge market traders counted losses insurance office opened school became shelter nurses brought blankets volunteers
 cooked soup mayor thanked crews storm passed north railway checked tracks trains ran slowly signal failed twice farmers cut wet hay early orchard
 cooperative sold apples abroad customs delayed trucks border fog lifted airport resumed flights museum lent paintings choir sang old songs library
 extended hours students read archives found letters from captain who charted reef lighthouse keeper retired after forty winters`.split(/\s+/);
const ideographs = '港口闸门昨夜关闭工程队连续检修两座泵站水位回落居民陆续返家市政厅表示资金已经到位航道预计周末恢复通航渔船可以先行出海委员会将于下月公布调查报告码头起重机吊装木材货轮在防波堤外等候引水员测量水深泥沙向大桥移动商户统计损失保险公司设点学校改作安置处护士送来毛毯志愿者熬汤风暴向北离去铁路检查轨道列车缓行果园合作社出口苹果海关延误卡车浓雾散去机场恢复航班博物馆出借画作合唱团演唱老歌图书馆延长开放学生查阅档案找到船长测绘礁石的信件';

/** A text of its own per seed: sentences of words, a paragraph each few. */
export const english = (seed: number, length = 300): string => {
  const draw = drawing(seed);
  const sentences: string[] = [];
  for (let left = length; left > 0; left -= 12) {
    const sentence = Array.from({ length: Math.min(12, left) }, () => words[draw(words.length)]).join(' ');
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
  }
  return sentences.map((sentence, i) => (i % 4 === 3 ? `${sentence}\n` : `${sentence} `)).join('').trim();
};

/** A Chinese text of its own per seed. */
export const chinese = (seed: number, length = 600): string => {
  const draw = drawing(seed);
  let text = '';
  for (let i = 1; i <= length; i += 1) text += (ideographs[draw(ideographs.length)] ?? '') + (i % 60 === 0 ? '。\n' : i % 20 === 0 ? '，' : '');
  return text;
};

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** The first part of a text, 0 to 1 of its characters, in whole words. */
export const cut = (text: string, part: number): string => {
  const head = text.slice(0, Math.floor(text.length * part));
  return isChinese(text) ? head : head.replace(/\s\S*$/, '');
};

/** The text with each n-th word (or ideograph) replaced. */
export const edited = (text: string, every: number): string =>
  isChinese(text)
    ? [...text].map((character, i) => (i % every === every - 1 ? '变' : character)).join('')
    : text.split(' ').map((word, i) => (i % every === every - 1 ? `changed${i}` : word)).join(' ');

export interface Given {
  readonly itemId?: string;
  readonly source?: string;
  readonly revision?: number;
  readonly at?: string;
  readonly precision?: ItemReceived['publishedPrecision'];
  readonly receivedAt?: string;
  readonly title?: string;
  readonly text: string;
  readonly credit?: string;
  readonly url?: string;
  readonly embargoedUntil?: string | null;
}

/** An item as ingest would tell of it, with its body. */
export const arrival = (given: Given): Arrival => {
  const itemId = given.itemId ?? randomUUID();
  const at = given.at ?? '2026-11-24T08:00:00.000Z';
  return {
    item: {
      itemId,
      sourceId: given.source ?? 'harbour-wire',
      guid: itemId,
      revision: given.revision ?? 1,
      upstreamVersion: null,
      change: 'new',
      receiptId: itemId,
      contentHash: '',
      language: 'und',
      url: given.url ?? null,
      publishedAt: at,
      publishedPrecision: given.precision ?? 'instant',
      receivedAt: given.receivedAt ?? new Date(Date.parse(at) + 60_000).toISOString(),
      embargoedUntil: given.embargoedUntil ?? null,
      expiresAt: null,
      categories: [],
      reprintReserved: false,
    },
    article: { title: given.title ?? `Title of ${itemId}`, bodyText: given.text, ...(given.credit === undefined ? {} : { credit: { name: given.credit } }) },
  };
};

/** Hours after 24 November 2026, 00:00 UTC. */
export const hour = (hours: number): string => new Date(Date.UTC(2026, 10, 24) + hours * 3_600_000).toISOString();

/** Stories of several copies each: `count` texts, five items of each. */
export const pool = (first: number, count: number): Arrival[] =>
  Array.from({ length: count }, (_, i) => first + i).flatMap((seed) => {
    const text = seed % 3 === 0 ? chinese(seed, 400) : english(seed, 180);
    return [
      arrival({ text, at: hour(seed % 20) }),
      arrival({ text, source: 'bay-post', at: hour((seed % 20) + 3) }),
      arrival({ text: cut(text, 0.5), source: 'canal-times', at: hour((seed % 20) + 5) }),
      arrival({ text: edited(text, 30), source: 'delta-news', at: hour((seed % 20) - 2) }),
      arrival({ text: `${text} ${english(seed + 50_000, 30)}`, source: 'echo', at: hour((seed % 20) + 9) }),
    ];
  });

/** In an order of its own per seed. */
export const shuffled = <T>(list: readonly T[], seed: number): T[] => {
  const draw = drawing(seed);
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const k = draw(i + 1);
    [out[i], out[k]] = [out[k] as T, out[i] as T];
  }
  return out;
};
