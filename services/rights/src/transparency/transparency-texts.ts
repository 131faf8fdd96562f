import type { PageLanguage } from '../pages/page-language.decide.js';

/** Every word of the transparency page in one language. */
export interface TransparencyTexts {
  readonly title: string;
  readonly intro: string;
  readonly none: string;
  readonly cases: string;
  readonly targets: string;
  readonly held: string;
  readonly reinstated: string;
  readonly rejected: string;
  readonly rules: string;
  readonly claim: string;
  readonly figures: string;
  readonly toHold: string;
  readonly toDecision: string;
  readonly reinstatement: string;
  readonly counters: string;
  readonly automated: string;
  readonly log: string;
  readonly logHint: (days: number) => string;
  readonly opened: string;
  readonly outcome: string;
  readonly seconds: (n: number) => string;
  readonly hours: (n: number) => string;
  readonly percent: (share: number) => string;
  readonly audit: string;
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

export const transparencyTexts: Readonly<Record<PageLanguage, TransparencyTexts>> = {
  en: {
    title: 'Transparency', intro: 'Notices and orders of the last year, and what became of them.', none: 'no case yet', cases: 'Cases', targets: 'Addresses', held: 'Taken down', reinstated: 'Put back', rejected: 'Not taken down', rules: 'Rules', claim: 'Claim',
    figures: 'Figures', toHold: 'Median time from notice to removal', toDecision: 'Median time from notice to a person\'s decision', reinstatement: 'Put back, of what was taken down', counters: 'Counter-notices per case', automated: 'Taken down at first without a person',
    log: 'Public log', logHint: (days) => `Cases appear after ${days} days, without parties and addresses.`, opened: 'Received', outcome: 'Outcome', seconds: (n) => `${Math.round(n * 1_000) / 1_000} s`, hours: (n) => `${Math.round(n * 10) / 10} h`, percent,
    audit: 'Each step of each case is in a log that anybody can verify: /audit/checkpoint.',
  },
  zh: {
    title: '透明度报告', intro: '近一年的通知与命令及其处理结果。', none: '尚无案件', cases: '案件', targets: '网址', held: '已下架', reinstated: '已恢复', rejected: '未下架', rules: '规则', claim: '类型',
    figures: '指标', toHold: '从通知到下架的中位时间', toDecision: '从通知到人工决定的中位时间', reinstatement: '下架后恢复的比例', counters: '每案反通知数', automated: '首次下架由程序完成的比例',
    log: '公开记录', logHint: (days) => `案件满 ${days} 天后公布，不含当事人与网址。`, opened: '收到时间', outcome: '结果', seconds: (n) => `${Math.round(n * 1_000) / 1_000} 秒`, hours: (n) => `${Math.round(n * 10) / 10} 小时`, percent,
    audit: '每个案件的每一步都记入任何人可验证的日志：/audit/checkpoint。',
  },
};
