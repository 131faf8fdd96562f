import { findDate, type DateHints } from '../../date.js';
import type { PublishedAt } from '@wiredesk/content';

export type LabelKind = 'credit' | 'authors' | 'editor' | 'published' | 'views' | 'original' | 'other';

export interface Labelled {
  readonly kind: LabelKind;
  readonly label: string;
  /** What stands between the label and the next one. */
  readonly value: string;
}

/** Labels of Chinese portals, simplified and traditional, longest first. A space may stand between the characters. */
const labels: readonly (readonly [LabelKind, readonly string[]])[] = [
  ['editor', ['责任编辑', '責任編輯', '本文编辑', '网络编辑', '值班编辑', '责编', '責編', '编辑', '編輯']],
  ['original', ['原标题', '原標題', '原题']],
  ['published', ['发布时间', '發布時間', '发布日期', '發布日期', '发表时间', '发稿时间', '时间', '時間', '日期', '发布于', '發佈時間']],
  ['credit', ['文章来源', '新闻来源', '信息来源', '文章來源', '新聞來源', '稿件来源', '来源', '來源', '稿源', '出处', '出處', '转自']],
  ['authors', ['本报记者', '特约记者', '作者', '撰文', '记者', '記者', '通讯员', '通訊員', '文']],
  ['views', ['浏览次数', '瀏覽次數', '浏览量', '阅读次数', '阅读量', '阅读数', '点击次数', '点击量', '访问量', '浏览', '瀏覽', '阅读', '閱讀', '点击', '點擊', '人气', '人氣', '围观']],
  ['other', ['字号', '字體', '字体', '分享', '评论', '評論', '跟帖', '关键词', '标签', '审核', '校对', '校對', '摄影', '摄', '图', '栏目', '分类', '更新时间', '更新']],
];
const spaced = (label: string): string => [...label].join('[ \\u3000]{0,3}');
const kindByLabel = new Map(labels.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)));
const names = [...kindByLabel.keys()].toSorted((a, b) => b.length - a.length);
const labelled = new RegExp(`(?<![\\u4e00-\\u9fff])(${names.map(spaced).join('|')})(?:[ \\u3000]{0,3}[:：∶]|[ \\u3000]*[/／](?=[\\u4e00-\\u9fff ])|[ \\u3000]+(?=\\S))|(${['来源', '來源', '稿源', '作者', '责任编辑', '责编', '编辑', '浏览', '阅读', '点击', '人气'].map(spaced).join('|')})[ \\u3000]{0,3}[:：∶]`, 'gu');
/** Labels that count without a colon; the others are ordinary words. */
const barely = new Set(['来源', '來源', '稿源', '浏览', '阅读', '点击', '人气', '浏览量', '阅读量', '点击量', '责任编辑', '责编', '作者']);

/** The labels in a line with their values, in order. */
export const labelledIn = (line: string): Labelled[] => {
  const found: { kind: LabelKind; label: string; start: number; end: number }[] = [];
  for (const match of line.slice(0, 2_000).matchAll(labelled)) {
    const label = (match[1] ?? match[2] ?? '').replace(/[ \u3000]/g, '');
    if (!/[:：∶/／]$/.test(match[0]) && !barely.has(label)) continue;
    found.push({ kind: kindByLabel.get(label) ?? 'other', label, start: match.index, end: match.index + match[0].length });
  }
  return found.map(({ kind, label, end }, i) => ({ kind, label, value: line.slice(end, found[i + 1]?.start ?? undefined).trim() }));
};

const ownWork = /^(?:本站|本网|本網|原创|原創|本报|网络|網絡|互联网|未知|不详|转载|综合|整理|admin|网站编辑)$/i;

/** The name in the value of a credit label: to white space, a bar or a bracket, 2 to 30 characters; none where it only says "this site". */
export const creditName = (value: string): string | undefined => {
  const [first = ''] = value.split(/[|｜丨]|\s{2,}/);
  const word = /^[A-Za-z]/.test(first.trim()) ? first.trim() : (first.trim().split(/[\s\u3000]/)[0] ?? '');
  const name = word.replace(/^[《【[（(“"]+|[》】\]）)”"，,。;；]+$/g, '').trim();
  return name.length >= 2 && name.length <= 30 && !ownWork.test(name) && !/^\d{4}[-/年]/.test(name) ? name : undefined;
};

const prefixes = /^(?:本报|本网|本刊|新华社|人民网|央视|特约|见习|实习|首席|全媒体|融媒体|文字|撰文|文|图文|记者|記者|通讯员|通訊員|作者|报道|[:：/／\s\u3000])+/u;

/** The people in the value of an author label: parted, without 本报 and 记者, without those who took the pictures. */
export const authorNames = (value: string): string[] => {
  const [first = ''] = value.split(/[|｜丨]|[）)】\]]/);
  const joined = first.replace(/(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])/gu, '$1$2');
  const latin = /^[\s]*[A-Za-z]/.test(joined);
  return joined
    .split(latin ? /[,;/]|\sand\s/ : /[、，,;；/／\s\u3000]+/u)
    .map((part) => part.trim())
    .filter((part) => !/(?:摄|图|摄影|供图|摄影报道)$/u.test(part))
    .map((part) => part.replace(prefixes, '').replace(/(?:报道|撰文|文)$/u, '').trim())
    .filter((name) => name !== '' && name.length <= 40 && (latin || (name.length >= 2 && name.length <= 12)) && !/\d{2}/.test(name))
    .slice(0, 12);
};

/** The name in the value of an editor label. */
export const editorOf = (value: string): string | undefined => {
  const name = (value.split(/[）)】\]|｜\s\u3000_]/)[0] ?? '').replace(/^[:：]/, '').trim();
  return name.length >= 2 && name.length <= 20 ? name : undefined;
};

/** A count as portals write it: `42`, `1,234`, `1.2万`; undefined where there is none, or a script would fill it in. */
export const countOf = (value: string): number | undefined => {
  const match = /^[\s\u3000(（[【]*(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(万|萬|亿|w|k)?/iu.exec(value);
  if (!match) return undefined;
  const unit = { 万: 10_000, 萬: 10_000, w: 10_000, 亿: 100_000_000, k: 1_000 }[match[2]?.toLowerCase() ?? ''] ?? 1;
  const count = Math.round(Number((match[1] as string).replaceAll(',', '')) * unit);
  return Number.isSafeInteger(count) ? count : undefined;
};

/** Whether a name is that of a medium or a site, and not of a person. */
export const isMedium = (name: string): boolean => media.test(name) || !/\p{L}/u.test(name) || /^(?:admin|editor|webmaster|管理员|小编|编辑部?|本站)$/i.test(name);

const media = /(?:日报|晚报|早报|晨报|时报|商报|都市报|周报|学报|报|新闻网|网|通讯社|社|电视台|广播电台|台|客户端|周刊|杂志|新闻|在线|发布|观察|头条|传媒)$/u;

/** A medium's name that stands beside the date without a label. */
export const unlabelledCredit = (line: string): string | undefined =>
  line
    .split(/[\s\u3000|｜丨]+/)
    .map((word) => word.replace(/^[《【[（(]+|[《》【】[\]（）()]+$/g, ''))
    .find((word) => word.length >= 3 && word.length <= 20 && media.test(word) && !/[:：，。！？]/.test(word) && !/^(?:返回|更多|关注|打开|下载|登录|注册|首页)/.test(word));

export const dateIn = (value: string, hints: DateHints): PublishedAt | undefined => findDate(value.slice(0, 200), hints);
