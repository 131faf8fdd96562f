import type { Prose } from './prose.js';
import { sentencesOf, type Draw } from './units.js';

/** What newsrooms and sites do to a wire text: an original as an agency sends it, and what becomes of it elsewhere. */
export interface WireCopy {
  readonly name: string;
  readonly language: Prose['language'] | 'both';
  /** Both sides, from the same prose; `copy` gets the original as sent. */
  readonly original: (text: string, draw: Draw) => string;
  readonly copy: (original: string, others: readonly string[], draw: Draw) => string;
  /** An editor's version of the same publisher, with its mark in the title. */
  readonly revisedAs?: string;
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text.slice(0, 200));
const lines = (text: string): string[] => text.split('\n');
const plain = (text: string): string => text;

/** Figures as wire texts hold them, one sentence in front of each third paragraph: what prose about software lacks. */
const withFigures = (text: string, draw: Draw): string => {
  const n = (from: number, to: number): number => from + draw(to - from + 1);
  return lines(text)
    .map((line, i) =>
      i % 3 !== 0 ? line : isChinese(text)
        ? `记者${n(1, 12)}月${n(1, 28)}日从市交通局获悉，该工程全长${n(11, 99)}公里，设${n(11, 39)}座车站，投资${n(21, 89)}亿元，第${n(2, 9)}期${n(13, 89)}个标段已有${n(2, 9)}年历史。${line}`
        : `The line is ${n(11, 99)} kilometres long and has ${n(11, 39)} stations; ${n(1_100, 9_900).toLocaleString('en')} people worked on it for ${n(2, 9)} years at a cost of ${n(21, 89)} million crowns, ${n(3, 60)} percent more than planned on March ${n(1, 28)}. ${line}`,
    )
    .join('\n');
};

const digits = '零一二三四五六七八九';
const tens = (n: number): string => `${n >= 20 ? (digits[Math.floor(n / 10)] ?? '') : ''}十${n % 10 === 0 ? '' : (digits[n % 10] ?? '')}`;
const inIdeographs = (text: string): string => text.replace(/\d+/g, (run) => (run.length === 1 ? (digits[Number(run)] ?? run) : run.length === 2 && run >= '10' ? tens(Number(run)) : run));

const simplified = '这个时会为发电后来说国对们经学过种进动长开关门问题应该实现机产业务员处据数设备网络软统计术无报书写读认识让议论证试话语请谢谁调谈总结纪录选择运输连转轻轨车两严丽举么义乐乡买乱争亏云产亲亿仅从仓仪价众优伙伟传伤伦伪体余侠侣侦侧';
const traditional = '這個時會為發電後來說國對們經學過種進動長開關門問題應該實現機產業務員處據數設備網絡軟統計術無報書寫讀認識讓議論證試話語請謝誰調談總結紀錄選擇運輸連轉輕軌車兩嚴麗舉麼義樂鄉買亂爭虧雲產親億僅從倉儀價眾優夥偉傳傷倫偽體餘俠侶偵側';
const variants = new Map([...simplified].map((character, i) => [character, [...traditional][i] ?? character]));
const phrases: readonly (readonly [string, string])[] = [['软件', '軟體'], ['网络', '網路'], ['信息', '資訊'], ['文件', '檔案'], ['程序', '程式'], ['默认', '預設'], ['服务器', '伺服器'], ['用户', '使用者'], ['硬盘', '硬碟'], ['内存', '記憶體']];
const characterwise = (text: string): string => [...text].map((character) => variants.get(character) ?? character).join('');
const phrasewise = (text: string): string => characterwise(phrases.reduce((all, [from, to]) => all.replaceAll(from, to), text));

const restyled = (text: string): string =>
  text
    .replace(/(\d),(\d{3})/g, '$1$2')
    .replaceAll(' percent', '%')
    .replaceAll('March ', 'Mar. ')
    .replace(/\b([2-9]) (years)\b/g, (_all, n: string, unit: string) => `${['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][Number(n) - 2] ?? n} ${unit}`)
    .replace(/\b(\w{3,})ize(d|s)?\b/g, '$1ise$2')
    .replaceAll('color', 'colour')
    .replaceAll('behavior', 'behaviour');

const aboutCompany = (text: string, draw: Draw): string =>
  isChinese(text)
    ? `关于海湾航运集团\n海湾航运集团成立于${1_950 + draw(50)}年，是一家从事集装箱运输、港口装卸与冷链仓储的综合性企业，在沿海设有分支机构，员工逾万名。集团坚持安全第一、客户至上的经营理念，连续多年获得行业主管部门表彰。\n前瞻性陈述：本文所含关于未来经营状况的表述受多种因素影响，实际结果可能与预期存在重大差异，集团不承担更新义务。`
    : `About Bay Shipping Group\nFounded in ${1_950 + draw(50)}, Bay Shipping Group carries containers, runs terminals and keeps cold stores along the coast, with branch offices in every larger port. The group has been named among the best employers of its trade for several years running.\nForward-looking statements: this release contains statements about future business that are subject to risks and uncertainties; actual results may differ materially, and the group assumes no obligation to update them.`;

const furniture = (text: string, draw: Draw): string => {
  const zh = isChinese(text);
  const link = zh ? ['【推荐阅读】港口扩建工程进入第二阶段，居民关注噪音问题', '图为工程现场，记者摄', '相关报道：市政厅公布明年预算安排'] : ['Related: Port expansion enters its second phase as residents complain about noise', 'Photo: The site of the works on a quiet morning', 'Read more: City hall publishes its budget for the coming year'];
  const head = zh ? `首页 > 新闻 > 正文\n发布时间：2026-09-0${1 + draw(9)} ${10 + draw(10)}:${10 + draw(49)} 阅读：${100 + draw(9_000)}次` : `Home / News / Local\nPublished ${1 + draw(11)}:${10 + draw(49)} PM, Tue September ${1 + draw(28)}, 2026 | ${draw(900)} comments`;
  return `${head}\n${lines(text).map((line, i) => (i % 2 === 0 ? `${line}\n${link[draw(3)] ?? ''}` : line)).join('\n')}`;
};

const datelined = (text: string, by: 'agency' | 'paper', draw: Draw): string => {
  if (isChinese(text)) {
    return by === 'agency'
      ? `新华社海港${1 + draw(12)}月${1 + draw(28)}日电（记者 张三、李四）${text}（完）`
      : `本报讯（记者 王五 通讯员 赵六）${text}\n来源：新华社\n编辑：钱七\n责编：孙八`;
  }
  return by === 'agency'
    ? `PORT ELLIS, Sept ${1 + draw(28)} (Reuters) - ${text}\n(Reporting by Ann Bay and Tom Quay; Editing by Sue Pier)\nOur Standards: The Thomson Reuters Trust Principles.`
    : `By Jane Field, Staff Writer\nPORT ELLIS — ${text}\nJane Field covers transport for the Canal Times. Reach her at the newsroom.`;
};

const firstRewritten = (text: string, others: readonly string[], draw: Draw): string => {
  const own = sentencesOf(text);
  const foreign = sentencesOf(others[draw(others.length)] ?? '');
  return [...foreign.slice(0, Math.max(1, Math.floor(own.length * 0.15))), ...own.slice(Math.max(1, Math.ceil(own.length * 0.15)))].join('');
};

const numbersCorrected = (text: string): string => text.replace(/\d+/, (run) => String(Number(run) + 1));

/** The list. Each class is one that natural newswire holds and the general mutations do not. */
export const wireCopies: readonly WireCopy[] = [
  { name: 'agency line, byline and editors exchanged', language: 'both', original: (text, draw) => datelined(withFigures(text, draw), 'agency', draw), copy: (text, _others, draw) => datelined(text.replace(/^.*?(电（记者 张三、李四）|\(Reuters\) - )/, '').replace(/（完）$|\n\(Reporting[\s\S]*$/, ''), 'paper', draw) },
  { name: 'characters made traditional', language: 'zh', original: plain, copy: characterwise },
  { name: 'traditional, with other words', language: 'zh', original: plain, copy: phrasewise },
  { name: 'figures in Chinese numerals', language: 'zh', original: withFigures, copy: inIdeographs },
  { name: 'figures, per cent and spelling restyled', language: 'en', original: withFigures, copy: restyled },
  { name: 'company notice below', language: 'both', original: withFigures, copy: (text, _others, draw) => `${text}\n${aboutCompany(text, draw)}` },
  { name: 'page furniture between paragraphs', language: 'both', original: withFigures, copy: (text, _others, draw) => furniture(text, draw) },
  { name: 'page furniture on both', language: 'both', original: (text, draw) => furniture(text, draw), copy: (text, _others, draw) => furniture(lines(text).slice(2).filter((line) => !/^(【推荐|图为|相关报道|Related:|Photo:|Read more:)/.test(line)).join('\n'), draw) },
  { name: 'a brief: the first 40 %', language: 'both', original: withFigures, copy: (text) => { const own = sentencesOf(text); return own.slice(0, Math.ceil(own.length * 0.4)).join(''); } },
  { name: 'the beginning rewritten', language: 'both', original: withFigures, copy: firstRewritten },
  { name: 'merged with another report', language: 'both', original: withFigures, copy: (text, others, draw) => `${text}\n${others[draw(others.length)] ?? ''}` },
  { name: 'in a round-up of eight', language: 'both', original: withFigures, copy: (text, others, draw) => [...Array.from({ length: 4 }, () => others[draw(others.length)] ?? ''), text, ...Array.from({ length: 3 }, () => others[draw(others.length)] ?? '')].join('\n') },
  { name: 'live: written on by its publisher', language: 'both', original: (text, draw) => { const own = sentencesOf(withFigures(text, draw)); return own.slice(Math.floor(own.length / 2)).join(''); }, copy: (text, others, draw) => `${sentencesOf(others[draw(others.length)] ?? '').slice(0, 4).join('')}\n${text}`, revisedAs: 'UPDATE 1-' },
  { name: 'corrected by its publisher', language: 'both', original: withFigures, copy: numbersCorrected, revisedAs: 'CORRECTED: ' },
];
