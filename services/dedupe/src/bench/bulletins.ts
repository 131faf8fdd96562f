import type { EvaluationItem } from '../evaluate/line.decide.js';
import { drawFrom, type Draw } from './units.js';

/**
 * Hard negatives: recurring bulletins of our own writing that share more than half of their shingles from day to day
 * and are different stories each time. `n` gives a number in a range, `p` one of some words.
 */
interface Form {
  readonly name: string;
  readonly title: string;
  readonly write: (n: (from: number, to: number) => number, p: (...words: string[]) => string, day: number) => string;
}

const forms: readonly Form[] = [
  {
    name: 'weather-en',
    title: 'Forecast for the bay',
    write: (n, p, day) =>
      `The harbour office expects ${p('light', 'moderate', 'fresh', 'strong')} winds from the ${p('north', 'south', 'east', 'west')} on day ${day}, with gusts of up to ${n(10, 60)} knots in the outer bay. Temperatures will reach ${n(2, 30)} degrees in the town and ${n(1, 28)} degrees on the coast. High water at the main gate is at ${n(1, 12)}:${n(10, 59)} with ${n(3, 6)}.${n(0, 9)} metres, low water at ${n(1, 12)}:${n(10, 59)}. Masters of small craft are advised to check the moorings before nightfall and to keep a radio watch on the usual channel. Visibility is expected to be ${n(2, 40)} kilometres, less in rain. The next forecast will be issued at six in the evening by the duty officer of the harbour office.`,
  },
  {
    name: 'repo-en',
    title: 'Central bank operation',
    write: (n, p, day) =>
      `The central bank carried out a reverse repurchase operation of ${n(100, 3_000)} million crowns with a maturity of ${p('seven', 'fourteen')} days on day ${day}, at a rate of ${n(1, 3)}.${n(10, 99)} percent, unchanged from the previous operation. Operations of ${n(100, 3_000)} million crowns matured on the same day, which leaves a net ${p('injection', 'withdrawal')} of ${n(10, 900)} million crowns. The bank said that the operation was meant to keep liquidity in the banking system at a reasonable and ample level. The overnight rate stood at ${n(1, 3)}.${n(10, 99)} percent in early trade, the seven-day rate at ${n(1, 3)}.${n(10, 99)} percent. Dealers said that demand from commercial banks had been steady.`,
  },
  {
    name: 'fixture-en',
    title: 'Match report',
    write: (n, p) =>
      `${p('Harbour United', 'Bay Rovers', 'Canal Athletic', 'Delta Town', 'Echo City')} beat ${p('North End', 'Mill Wanderers', 'Quay Albion', 'Fen Rangers', 'Locks County')} ${n(1, 5)}-${n(0, 1)} in front of ${n(1_000, 40_000)} spectators on matchday ${n(1, 38)}. The first goal fell in minute ${n(1, 45)} after a corner, the decisive one in minute ${n(46, 90)} from a free kick at the edge of the area. The visitors had ${n(35, 65)} percent of the ball and ${n(3, 20)} attempts at goal, and hit the post in minute ${n(10, 88)}. The coach said that the team had shown patience and that the table was of no interest at this time of the season. The home side are now in place ${n(1, 20)} with ${n(5, 80)} points. The next match is away from home.`,
  },
  {
    name: 'weather-zh',
    title: '海区天气预报',
    write: (n, p, day) =>
      `海港气象台发布第${day}号天气预报：预计未来二十四小时，内海区${p('东', '南', '西', '北')}风${n(2, 8)}级，阵风${n(5, 10)}级，浪高${n(0, 3)}.${n(0, 9)}米；外海区能见度${n(2, 30)}公里，有${p('小雨', '阵雨', '薄雾', '多云')}。市区最高气温${n(5, 35)}度，最低气温${n(0, 20)}度，相对湿度百分之${n(30, 95)}。主闸高潮时间为${n(1, 12)}时${n(10, 59)}分，潮高${n(100, 500)}厘米；低潮时间为${n(1, 12)}时${n(10, 59)}分。请过往船只注意加固缆绳，保持无线电值守，小型渔船夜间不要出海。下一次预报将于今天傍晚六时发布。`,
  },
  {
    name: 'repo-zh',
    title: '公开市场业务交易公告',
    write: (n, p, day) =>
      `为维护银行体系流动性合理充裕，央行于第${day}日以利率招标方式开展了${n(100, 3_000)}亿元${p('七天', '十四天')}期逆回购操作，中标利率为百分之${n(1, 3)}.${n(10, 99)}，与前次持平。当日有${n(100, 3_000)}亿元逆回购到期，实现净${p('投放', '回笼')}${n(10, 900)}亿元。市场人士认为，本次操作有助于稳定市场预期，满足金融机构的短期资金需求。当日隔夜利率报百分之${n(1, 3)}.${n(10, 99)}，七天期利率报百分之${n(1, 3)}.${n(10, 99)}，资金面整体平稳。央行表示将继续灵活开展操作，保持市场利率在合理区间运行。`,
  },
  {
    name: 'meeting-zh',
    title: '委员会会议召开',
    write: (n, p, day) =>
      `市${p('财政', '教育', '交通', '水务', '文化')}委员会第${day}次会议近日召开，会议由委员会主任主持，应到委员${n(20, 40)}人，实到${n(15, 20)}人，符合法定人数。会议听取了关于上阶段工作情况的报告，审议并通过了${n(2, 18)}项决定，表决了${n(1, 9)}项人事任免事项。会议强调，要坚持问题导向，进一步完善工作机制，切实把各项任务落到实处，确保全年目标顺利完成。会议决定下一次会议于${n(1, 12)}月${n(1, 28)}日召开，届时将听取有关部门的专项汇报。委员会办公室、有关单位负责同志列席了会议。`,
  },
];

const writerOf = (draw: Draw) => ({
  n: (from: number, to: number): number => from + draw(to - from + 1),
  p: (...words: string[]): string => words[draw(words.length)] ?? '',
});

/** `days` bulletins of each form from `sources` publishers of their own, one a day: each is a story by itself. */
export const bulletins = (days: number, sources: number, fromMs: number): EvaluationItem[] => {
  const items: EvaluationItem[] = [];
  for (const form of forms) {
    for (let source = 0; source < sources; source += 1) {
      const { n, p } = writerOf(drawFrom(source * 131 + form.name.length));
      for (let day = 1; day <= days; day += 1) {
        const id = `${form.name}-${source}-${day}`;
        items.push({
          id,
          source: `${form.name}-${source}`,
          published: { atMs: fromMs + day * 24 * 3_600_000 + source * 600_000, precision: 'instant' },
          title: form.title,
          text: form.write(n, p, day),
          url: null,
          truth: id,
        });
      }
    }
  }
  return items;
};
