/** A line or phrase that says who wrote, sent, edited or owns a text, and is no part of the story. */
export interface Credit {
  readonly kind: 'dateline' | 'source' | 'editor' | 'rights' | 'stamp';
  /** Who is named, as written; null where the phrase names nobody. */
  readonly name: string | null;
}

export interface WithoutCredits {
  readonly text: string;
  readonly credits: readonly Credit[];
}

interface Pattern {
  readonly kind: Credit['kind'];
  readonly pattern: RegExp;
}

/** At the head of a paragraph; what follows is kept. Every repetition is bounded. */
const heads: readonly Pattern[] = [
  // 新华社北京11月24日电（记者 张三）, 中新社香港3月1日电, 本报上海5日讯
  { kind: 'dateline', pattern: /^[（(【[]?\s*(新华社|新华网|中新社|中新网|人民网|央视网|中央社|法新社|路透社|美联社|共同社|塔斯社|[\p{Script=Han}]{2,8}(?:社|网|报|通讯社))[\p{Script=Han}·]{0,12}\s*(?:\d{1,4}年)?\s*(?:\d{1,2}月)?\s*(?:\d{1,2}日)?\s*(?:电|讯|消息|报道)\s*[】\])）]?\s*(?:[（(](?:记者|通讯员|实习生|综合)[^）)]{0,60}[）)])?\s*[:：，,—-]{0,2}\s*/u },
  { kind: 'dateline', pattern: /^(?:本报讯|本台消息|本网讯|本刊讯)\s*(?:[（(][^）)]{0,60}[）)])?\s*[:：]?\s*/u },
  // NEW YORK (AP) -- , LONDON, Jan 3 (Reuters) - ; a place that is not in capitals only before a known agency
  { kind: 'dateline', pattern: /^\p{Lu}{2}[\p{Lu}.'’ /-]{0,40}(?:,\s*[\p{L}.\d ]{1,30}){0,2}\s*\(([\p{L}\d .&-]{2,30})\)\s*(?:-{1,3}|–|—|:)\s*/u },
  { kind: 'dateline', pattern: /^\p{Lu}[\p{L}.'’ /-]{1,40}(?:,\s*[\p{L}.\d ]{1,30}){0,2}\s*\((AP|AFP|UPI|DPA|ANSA|EFE|TASS|PTI|Reuters|Xinhua|Kyodo|Yonhap)\)\s*(?:-{1,3}|–|—|:)\s*/u },
];

/** A paragraph that is nothing else. */
const wholes: readonly Pattern[] = [
  { kind: 'source', pattern: /^[（(【[]?\s*(?:来源|稿源|文章来源|信息来源|來源|转自|转载自|原载)(?:\s*[:：丨|]\s*|\s+)([^）)】\]]{1,60})[）)】\]]?\s*$/u },
  { kind: 'source', pattern: /^[([]?\s*(?:source|via|originally published (?:by|in|on|at)|this (?:article|story) (?:was )?(?:first|originally) (?:appeared|published) (?:in|on|at|by))\s*:?\s+([^)\]]{1,80})[)\]]?\s*$/iu },
  { kind: 'editor', pattern: /^[（(【[]?\s*(?:责任编辑|责编|编辑|校对|审核|监制|值班编辑|实习编辑|主编|編輯|責任編輯)(?:\s*[:：丨|]\s*|\s+)([^）)】\]]{0,40})[）)】\]]?\s*$/u },
  { kind: 'editor', pattern: /^[([]?\s*(?:edited by|editing by|reporting by|writing by|additional reporting by|compiled by)\s*:?\s+(.{1,160}?)[)\]]?\s*$/iu },
  // 发布时间：2026-11-24 12:30 来源：某网 阅读：1204次 ; their figures would tell two copies apart
  { kind: 'stamp', pattern: /^[（(【[]?\s*(?:发布时间|发布日期|发表时间|更新时间|發佈時間|更新時間|阅读量?|阅读数|点击量?|点击数|浏览量?|浏览次数|字号|作者)\s*[:：丨|][^。；，]{0,160}$/u },
  { kind: 'stamp', pattern: /^\d{4}[-/年]\s?\d{1,2}[-/月]\s?\d{1,2}日?\s*\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?秒?[^。；，,;]{0,40}$/u },
  { kind: 'stamp', pattern: /^(?:published|updated|last updated|posted|first published|modified)\b.{0,40}?(?:\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b).{0,80}(?<!\.)$/iu },
  { kind: 'stamp', pattern: /^(?:\d{1,3} (?:min(?:ute)?s? read|comments?|shares?|views?)|(?:share|print|email|comments?)(?: this(?: article| story)?)?)$/iu },
  { kind: 'editor', pattern: /^(?:by|By|BY)\s+(\p{Lu}[\p{L}.'’-]{0,30}(?:\s+(?:and\s+)?\p{Lu}[\p{L}.'’-]{0,30}){1,5}(?:,\s*[\p{L} ]{2,40})?)\s*$/u },
  { kind: 'rights', pattern: /^our standards: the thomson reuters trust principles\.?.{0,40}$/iu },
  { kind: 'rights', pattern: /^(?:版权所有|版權所有|版权声明|著作权声明|未经授权|未经许可|本文版权)(.{0,120})$/u },
  { kind: 'rights', pattern: /^(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(\d{4}.{0,200})$/iu },
  { kind: 'rights', pattern: /^.{0,80}all rights reserved\.?.{0,160}$/iu },
  { kind: 'rights', pattern: /^this material may not be published, broadcast, rewritten.{0,160}$/iu },
];

/** At the end of the last paragraph: （完）, (END), （责任编辑：某某）, 【编辑:某某】 */
const tails: readonly Pattern[] = [
  { kind: 'editor', pattern: /[（(【[]\s*(?:责任编辑|责编|编辑|校对|審核|审核)\s*[:：]?\s*([^）)】\]]{0,40})[）)】\]]\s*$/u },
  { kind: 'source', pattern: /[（(【[]\s*(?:来源|稿源|來源)\s*[:：]?\s*([^）)】\]]{1,60})[）)】\]]\s*$/u },
  { kind: 'rights', pattern: /[（(]\s*(?:完|end|ends)\s*[）)]\s*$/iu },
];

const wholeUnitsMax = 240;
const creditsMax = 16;

const clean = (name: string | undefined): string | null => {
  const trimmed = (name ?? '').trim().replace(/^[:：\s]+|[\s.,;。，；]+$/gu, '');
  return trimmed === '' ? null : trimmed.slice(0, 80);
};

/**
 * The text without datelines, source lines, editors' names and rights notices, and what they said. What a reprint adds
 * or takes away there must not make it another text, but who is credited says whose text it is.
 */
export const withoutCredits = (text: string): WithoutCredits => {
  const credits: Credit[] = [];
  const note = (kind: Credit['kind'], name: string | undefined): void => {
    if (credits.length < creditsMax) credits.push({ kind, name: clean(name) });
  };
  const kept: string[] = [];
  for (const paragraph of text.split('\n')) {
    const left = withoutWhole(paragraph, note);
    if (left !== null) kept.push(withoutHead(left, note));
  }
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    const last = kept[at] as string;
    if (last.trim() === '') continue;
    kept[at] = withoutTails(last, note);
    break;
  }
  return { text: kept.join('\n'), credits };
};

type Note = (kind: Credit['kind'], name: string | undefined) => void;

const withoutWhole = (paragraph: string, note: Note): string | null => {
  const trimmed = paragraph.trim();
  if (trimmed === '' || trimmed.length > wholeUnitsMax) return paragraph;
  for (const { kind, pattern } of wholes) {
    const found = pattern.exec(trimmed);
    if (!found) continue;
    note(kind, found[1]);
    return null;
  }
  return paragraph;
};

const headUnits = 160;

const withoutHead = (paragraph: string, note: Note): string => {
  const trimmed = paragraph.trimStart();
  const head = trimmed.slice(0, headUnits);
  for (const { kind, pattern } of heads) {
    const found = pattern.exec(head);
    if (!found) continue;
    note(kind, found[1]);
    return trimmed.slice(found[0].length);
  }
  return paragraph;
};

const tailUnits = 160;

const withoutTails = (paragraph: string, note: Note): string => {
  let body = paragraph.trimEnd();
  for (let round = 0; round < 3; round += 1) {
    const tail = body.slice(-tailUnits);
    const hit = tails.map(({ kind, pattern }) => ({ kind, found: pattern.exec(tail) })).find(({ found }) => found !== null);
    if (!hit?.found) return body;
    note(hit.kind, hit.found[1]);
    body = body.slice(0, body.length - hit.found[0].length).trimEnd();
  }
  return body;
};
