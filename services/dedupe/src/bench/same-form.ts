import type { EvaluationItem } from '../evaluate/line.decide.js';
import type { Prose } from './prose.js';
import { drawFrom } from './units.js';

/**
 * Hard negatives that are hours apart and not days: reports of one form about different companies, matches, towns and
 * people, as one desk sends them in one evening. Of our own writing. Each item is a story by itself.
 */
interface SameForm {
  readonly name: string;
  readonly language: Prose['language'];
  readonly minutesApart: number;
  readonly write: (at: Slots) => { readonly title: string; readonly text: string };
}

interface Slots {
  readonly n: (from: number, to: number) => number;
  /** One of some words, the same for the same item wherever it is asked for under the same name. */
  readonly p: (name: string, words: string) => string;
}

const homeClubs = 'Harbour United|Bay Rovers|Canal Athletic|Delta Town|Echo City|Isle Thistle|Kelp Hotspur|Tide Academical';
const guestClubs = 'North End|Mill Wanderers|Quay Albion|Fen Rangers|Locks County|Reef Victoria|Dune Sporting|Skerry Vale';
const firms = 'Harbour Steel|Bay Foods|Canal Textiles|Delta Motors|Echo Telecom|Fen Energy|Gull Airlines|Heath Chemicals|Isle Pharma|Jetty Paper|Keel Timber|Loch Mining|Mole Optics|Ness Glass|Ouse Cement|Pier Media';
const firmsZh = '海湾钢铁|运河食品|三江纺织|北辰汽车|东港通信|南岭能源|白鸥航空|青原化工|云岛医药|金桥纸业|龙骨木业|长湖矿业|明月光学|高塘玻璃|石滩水泥|远洋传媒';
const townsZh = '临海|安平|永宁|长丰|新河|东山|南屏|西塘|北仑|白沙|青田|石门|金坛|龙泉|云和|乐清';
const people = 'Ann Bay|Tom Quay|Sue Pier|Joe Lock|Kim Fen|Max Dune|Eve Reef|Sam Mole|Ida Ness|Leo Firth|Amy Holm|Ben Skerry';
const peopleZh = '张伟民|王建国|李志强|赵文斌|钱立新|孙海波|周庆华|吴永康|郑国平|冯大伟|陈学军|褚明远|卫东升|蒋春林|沈为民|韩广生';

const forms: readonly SameForm[] = [
  {
    name: 'quarterly report', language: 'en', minutesApart: 25,
    write: ({ n, p }) => ({
      title: `${p('firm', firms)} profit ${p('way', 'rises|falls')} in third quarter`,
      text: `${p('firm', firms)} reported a third-quarter net profit of ${n(12, 980)} million crowns on Tuesday, compared with ${n(12, 980)} million crowns in the same period a year earlier. Revenue ${p('way', 'rises|falls')} ${n(1, 40)}.${n(0, 9)} percent to ${n(1, 9)}.${n(10, 99)} billion crowns. Earnings per share came in at ${n(1, 9)}.${n(10, 99)} crowns, while analysts polled by the exchange had expected ${n(1, 9)}.${n(10, 99)} crowns on average. The company said that it kept its outlook for the full year, with revenue growth of between ${n(1, 5)} and ${n(6, 12)} percent and an operating margin of about ${n(5, 25)} percent. The board proposed an interim dividend of ${n(1, 9)}.${n(10, 99)} crowns per share. Shares in the company closed at ${n(20, 400)}.${n(10, 99)} crowns before the results were published. They have ${p('year', 'gained|lost')} ${n(1, 40)} percent since the beginning of the year.`,
    }),
  },
  {
    name: 'match', language: 'en', minutesApart: 12,
    write: ({ n, p }) => ({
      title: `${p('home', homeClubs)} ${n(1, 5)}-${n(0, 1)} ${p('away', guestClubs)}`,
      text: `${p('home', homeClubs)} beat ${p('away', guestClubs)} in front of a capacity crowd on Saturday to move up the table. ${p('scorer', people)} opened the scoring in the ${n(5, 40)}th minute after a corner was not cleared, and the home side doubled their lead shortly before the break from the penalty spot. The visitors came out with more energy after half-time and hit the post through ${p('other', people)}, but the defence held firm until the final whistle. The coach said that the team had shown patience and that the table was of no interest at this time of the season. His opposite number complained about the penalty and said that his players had deserved a point. The next match of the home side is away from home next weekend.`,
    }),
  },
  {
    name: 'market at three hours of a day', language: 'en', minutesApart: 150,
    write: ({ n, p }) => ({
      title: 'Stocks on the harbour exchange',
      text: `The benchmark index of the harbour exchange stood at ${n(10_000, 12_000)}.${n(10, 99)} points, ${p('way', 'up|down')} ${n(0, 3)}.${n(10, 99)} percent from the previous close, with ${n(100, 900)} shares higher and ${n(100, 900)} lower. Turnover amounted to ${n(2, 9)}.${n(10, 99)} billion crowns. Among sectors, ${p('sector', 'banks|shipping|miners|retailers|utilities')} did best and ${p('worst', 'builders|airlines|chemicals|media')} did worst. ${p('firm', firms)} was the most traded share and changed hands at ${n(20, 400)}.${n(10, 99)} crowns. Dealers said that investors were waiting for the figures of the central bank. The crown was quoted at ${n(7, 9)}.${n(1_000, 9_999)} to the dollar. Ten-year government bonds yielded ${n(1, 4)}.${n(10, 99)} percent.`,
    }),
  },
  {
    name: 'appointment', language: 'en', minutesApart: 180,
    write: ({ p }) => ({
      title: `${p('firm', firms)} names ${p('who', people)} ${p('post', 'chief executive|finance chief|chairman|head of operations')}`,
      text: `${p('firm', firms)} has named ${p('who', people)} as its new ${p('post', 'chief executive|finance chief|chairman|head of operations')}, the company said in a statement on Tuesday. The appointment takes effect at the beginning of next month and is subject to the approval of shareholders. ${p('who', people)} succeeds ${p('old', people)}, who steps down after many years with the group and will be available as an adviser. The supervisory board said that it was convinced to have found the right person to lead the company through the next phase of its development. Shares in the company were little changed in early trade. The company did not say anything about the terms of the contract.`,
    }),
  },
  {
    name: 'release of one company', language: 'en', minutesApart: 600,
    write: ({ n, p }) => ({
      title: `Bay Shipping Group ${p('matter', 'opens a cold store in|adds a weekly service to|orders two tugs for|closes its office in|trains pilots in')} ${p('place', 'Port Ellis|Cape Horn|Sandwick|Grimsey|Tarbert|Lerwick|Stromness|Scalloway')}`,
      text: `Bay Shipping Group today announced that it ${p('matter', 'opens a cold store in|adds a weekly service to|orders two tugs for|closes its office in|trains pilots in')} ${p('place', 'Port Ellis|Cape Horn|Sandwick|Grimsey|Tarbert|Lerwick|Stromness|Scalloway')}. "${p('quote', 'Our customers asked for it, and we listened|This is a milestone for our crews|Reliability begins with people|We see steady demand on this coast|It was not an easy decision')}," said ${p('who', people)}, who is responsible for the region. ${p('detail', 'Works begin in spring and will be finished within eighteen months|The first vessel leaves on the second Monday of next month|The yard was chosen in an open tender|Staff have been offered posts elsewhere in the group|The course lasts a year and ends with a licence')}. The sum involved is ${n(2, 90)} million crowns.\nAbout Bay Shipping Group\nFounded in 1961, Bay Shipping Group carries containers, runs terminals and keeps cold stores along the coast, with branch offices in every larger port. The group has been named among the best employers of its trade for several years running. It employs ten thousand people and is listed on the harbour exchange.\nForward-looking statements\nThis release contains forward-looking statements about the future business of the group that are subject to risks and uncertainties. Actual results may differ materially from those expressed or implied in such statements. The group assumes no obligation to update any of them, whether as a result of new information, future events or otherwise.`,
    }),
  },
  {
    name: 'earthquake', language: 'en', minutesApart: 90,
    write: ({ n, p }) => ({
      title: `Magnitude ${n(4, 6)}.${n(0, 9)} earthquake strikes off ${p('place', 'Grimsey|Tarbert|Lerwick|Stromness|Sandwick|Scalloway')}`,
      text: `An earthquake of magnitude ${n(4, 6)}.${n(0, 9)} struck ${n(12, 180)} kilometres ${p('way', 'north|south|east|west')} of ${p('place', 'Grimsey|Tarbert|Lerwick|Stromness|Sandwick|Scalloway')} at ${n(1, 12)}:${n(10, 59)} local time, the seismological office said. The quake was at a depth of ${n(5, 90)} kilometres. There were no immediate reports of damage or injuries, and no tsunami warning was issued. The region lies on a boundary of plates where earthquakes are frequent.`,
    }),
  },
  {
    name: '季度业绩', language: 'zh', minutesApart: 25,
    write: ({ n, p }) => ({
      title: `${p('firm', firmsZh)}前三季度净利润${p('way', '增长|下降')}${n(2, 60)}%`,
      text: `${p('firm', firmsZh)}晚间发布三季度报告，公司前三季度实现营业收入${n(10, 900)}.${n(10, 99)}亿元，同比${p('way', '增长|下降')}${n(1, 60)}.${n(10, 99)}%；归属于上市公司股东的净利润${n(1, 90)}.${n(10, 99)}亿元，同比${p('way', '增长|下降')}${n(1, 60)}.${n(10, 99)}%；基本每股收益${n(0, 3)}.${n(10, 99)}元。其中第三季度实现营业收入${n(10, 300)}.${n(10, 99)}亿元，净利润${n(1, 30)}.${n(10, 99)}亿元。报告期内，公司经营活动产生的现金流量净额为${n(1, 90)}.${n(10, 99)}亿元。截至报告期末，公司总资产为${n(100, 900)}.${n(10, 99)}亿元，较上年度末${p('assets', '增长|下降')}${n(1, 20)}.${n(10, 99)}%。公司表示，业绩变动主要系主营产品销量及价格变动、原材料成本变化所致。`,
    }),
  },
  {
    name: '接受审查调查', language: 'zh', minutesApart: 300,
    write: ({ p }) => ({
      title: `${p('town', townsZh)}市${p('post', '政府原副市长|人大常委会原副主任|政协原副主席|水务局原局长|交通局原局长')}${p('who', peopleZh)}接受审查调查`,
      text: `据纪检监察机关消息：${p('town', townsZh)}市${p('post', '政府原副市长|人大常委会原副主任|政协原副主席|水务局原局长|交通局原局长')}${p('who', peopleZh)}涉嫌严重违纪违法，目前正接受纪律审查和监察调查。${p('who', peopleZh)}，${p('sex', '男|女')}，汉族，大学学历，中共党员，长期在${p('town', townsZh)}工作，历任乡镇党委书记、市${p('office', '财政|教育|规划|农业|商务')}局局长等职务。此前，市委曾就进一步加强党风廉政建设作出部署，要求各级党组织落实主体责任，严肃监督执纪问责，推动全面从严治党向纵深发展，切实维护人民群众切身利益。`,
    }),
  },
  {
    name: '收盘', language: 'zh', minutesApart: 150,
    write: ({ n, p }) => ({
      title: '海港指数盘中播报',
      text: `海港综合指数报${n(10_000, 12_000)}.${n(10, 99)}点，${p('way', '上涨|下跌')}${n(0, 3)}.${n(10, 99)}%；成份指数报${n(3_000, 5_000)}.${n(10, 99)}点，${p('way', '上涨|下跌')}${n(0, 3)}.${n(10, 99)}%。两市合计成交${n(2_000, 9_000)}亿元。盘面上，${p('sector', '银行|航运|煤炭|零售|电力')}板块涨幅居前，${p('worst', '建材|航空|化工|传媒')}板块跌幅居前。个股方面，${p('firm', firmsZh)}成交活跃，报${n(20, 400)}.${n(10, 99)}元。市场人士表示，投资者观望情绪较浓，短期内指数或维持震荡格局，建议关注业绩确定性较强的品种，控制仓位，防范风险。`,
    }),
  },
  {
    name: '地震', language: 'zh', minutesApart: 90,
    write: ({ n, p }) => ({
      title: `${p('town', townsZh)}发生${n(3, 5)}.${n(0, 9)}级地震`,
      text: `地震台网正式测定：${n(1, 12)}月${n(1, 28)}日${n(10, 23)}时${n(10, 59)}分在${p('town', townsZh)}（北纬${n(20, 45)}.${n(10, 99)}度，东经${n(80, 125)}.${n(10, 99)}度）发生${n(3, 5)}.${n(0, 9)}级地震，震源深度${n(5, 30)}千米。截至目前，暂无人员伤亡和财产损失报告，当地通信、电力、交通等均未受到影响，相关部门已启动应急响应，派出工作组赶赴现场了解情况，请市民不信谣、不传谣。`,
    }),
  },
  {
    name: '会议要闻', language: 'zh', minutesApart: 240,
    write: ({ p }) => ({
      title: `${p('town', townsZh)}市召开${p('topic', '安全生产|防汛抗旱|招商引资|森林防火|义务教育|乡村振兴')}工作会议`,
      text: `${p('town', townsZh)}市${p('topic', '安全生产|防汛抗旱|招商引资|森林防火|义务教育|乡村振兴')}工作会议今日召开，市委副书记、市长${p('who', peopleZh)}出席会议并讲话。会议强调，要提高政治站位，深刻认识做好${p('topic', '安全生产|防汛抗旱|招商引资|森林防火|义务教育|乡村振兴')}工作的重要意义，坚持问题导向、目标导向、结果导向，压实工作责任，强化协同配合，确保各项任务落到实处。要加强组织领导，健全工作机制，严格督促检查，以钉钉子精神推动各项决策部署落地见效。会议以视频形式召开，各县区、各有关单位负责同志在分会场参加会议。`,
    }),
  },
];

const itemsOfForm = 16;

/** Sixteen items of each form of a language, from one desk. */
export const sameForms = (language: Prose['language'], fromMs: number): EvaluationItem[] =>
  forms
    .filter((form) => form.language === language)
    .flatMap((form, f) =>
      Array.from({ length: itemsOfForm }, (_, i): EvaluationItem => {
        const draw = drawFrom(f * 1_000 + i * 17 + 5);
        const chosen = new Map<string, string>();
        const p = (name: string, words: string): string => {
          const all = words.split('|');
          // The first slot of a form goes round, so that no two items speak of one company.
          const word = chosen.get(name) ?? all[chosen.size === 0 ? i % all.length : draw(all.length)] ?? '';
          chosen.set(name, word);
          return word;
        };
        const n = (from: number, to: number): number => from + draw(to - from + 1);
        const { title, text } = form.write({ n, p });
        const id = `form-${form.name}-${i}`;
        return { id, source: `desk-${f}`, published: { atMs: fromMs + i * form.minutesApart * 60_000, precision: 'instant' }, title, text, url: null, truth: id };
      }),
    );
