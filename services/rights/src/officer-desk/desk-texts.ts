import type { PageLanguage } from '../pages/page-language.decide.js';
import type { DecisionName } from '../decide-case/decision.js';

/** Every word of the officer's desk in one language. */
export interface DeskTexts {
  readonly queue: string;
  readonly letters: (n: number) => string;
  readonly licences: string;
  readonly empty: string;
  readonly case: string;
  readonly rules: string;
  readonly claim: string;
  readonly due: string;
  readonly overdue: string;
  readonly noDeadline: string;
  readonly states: string;
  readonly older: string;
  readonly back: string;
  readonly notice: string;
  readonly claimant: string;
  readonly works: string;
  readonly grounds: string;
  readonly evidence: string;
  readonly files: string;
  readonly order: string;
  readonly article: string;
  readonly noArticle: string;
  readonly reach: (items: number, shown: number) => string;
  readonly promoted: (n: number) => string;
  readonly decide: string;
  readonly all: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly template: string;
  readonly templates: readonly string[];
  readonly counters: string;
  readonly accept: string;
  readonly refuse: string;
  readonly decisions: Readonly<Record<DecisionName, string>>;
  readonly keys: Readonly<Partial<Record<DecisionName, string>>>;
}

const en: DeskTexts = {
  queue: 'Rights desk', letters: (n) => `Letters to be sent by hand: ${n}`, licences: 'Licences', empty: 'Nothing waits. New notices come in by /takedown and POST /v1/takedowns.', case: 'Case', rules: 'Rules', claim: 'Claim', due: 'Due', overdue: 'overdue', noDeadline: 'no deadline', states: 'Targets', older: 'More', back: 'Back to the queue',
  notice: 'The notice', claimant: 'Claimant', works: 'Original works', grounds: 'Grounds', evidence: 'Evidence', files: 'Files (download only, do not open what you do not trust)', order: 'Order', article: 'The article', noArticle: 'Nothing of ours is known here.',
  reach: (items, shown) => `A hold on the whole story would reach ${items} items, ${shown} of them public.`, promoted: (n) => `${n} other copies with a licence of their own could be shown instead.`,
  decide: 'Decide', all: 'all targets', reason: 'Reasons', reasonHint: 'The parties are told them. No personal data.', template: 'Or one of these',
  templates: ['The claim is founded on what was shown.', 'The claim is not founded: the use is licensed.', 'The claim is not founded: the text is not the claimant\'s.', 'Quotation allowed by law.', 'Decided on our own motion after a second look.'],
  counters: 'Counter-notices', accept: 'It is the party concerned: accept', refuse: 'Refuse',
  decisions: {
    uphold: 'Uphold (k: u)', reject: 'Reject, put back (k: r)', reverse: 'Reverse on our own motion', 'order-reversed': 'The order was taken back', 'action-notified': 'An action was shown', 'statement-delivered': 'The statement was delivered now',
    'judgment-for-claimant': 'Judgment for the claimant', 'judgment-for-party': 'Judgment for the party', 'complaint-founded': 'Complaint founded', 'complaint-unfounded': 'Complaint unfounded', supersede: 'Goes on in another case',
  },
  keys: { uphold: 'u', reject: 'r', reverse: 'v' },
};

const zh: DeskTexts = {
  queue: '权利工作台', letters: (n) => `待人工发送的函件：${n}`, licences: '授权', empty: '没有待办案件。新通知来自 /takedown 与 POST /v1/takedowns。', case: '案件', rules: '规则', claim: '类型', due: '期限', overdue: '已逾期', noDeadline: '无期限', states: '网址', older: '更多', back: '返回列表',
  notice: '通知内容', claimant: '投诉人', works: '原作品', grounds: '理由', evidence: '证据', files: '文件（仅供下载，请勿打开不可信文件）', order: '命令', article: '稿件', noArticle: '本站没有来自该网址的内容。',
  reach: (items, shown) => `对整个稿件族的封禁将涉及 ${items} 篇，其中 ${shown} 篇已公开。`, promoted: (n) => `另有 ${n} 个自有授权的副本可以替代展示。`,
  decide: '决定', all: '全部网址', reason: '理由', reasonHint: '将告知当事各方，请勿写入个人信息。', template: '或选用模板',
  templates: ['根据所提交的材料，投诉成立。', '投诉不成立：该使用已获授权。', '投诉不成立：文本并非投诉人的作品。', '属于法律允许的引用。', '经再次审查，本站自行更正。'],
  counters: '反通知', accept: '确认系当事人：受理', refuse: '不予受理',
  decisions: {
    uphold: '投诉成立（快捷键 u）', reject: '驳回并恢复（快捷键 r）', reverse: '自行更正', 'order-reversed': '命令已撤销', 'action-notified': '已收到诉讼证明', 'statement-delivered': '说明已于此刻送达', 'judgment-for-claimant': '裁判支持投诉人', 'judgment-for-party': '裁判支持对方',
    'complaint-founded': '申诉成立', 'complaint-unfounded': '申诉不成立', supersede: '并入其他案件',
  },
  keys: { uphold: 'u', reject: 'r', reverse: 'v' },
};

export const deskTexts: Readonly<Record<PageLanguage, DeskTexts>> = { en, zh };
