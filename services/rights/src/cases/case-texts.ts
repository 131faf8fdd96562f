import type { PageLanguage } from '../pages/page-language.decide.js';
import type { Removal } from './case-view.js';
import type { FormalField, RegimeName } from './regimes.js';
import type { TargetNote, TargetState } from './target.js';

/** Every word of the case page in one language. */
export interface CaseTexts {
  readonly title: (number: string) => string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly keep: string;
  readonly opened: string;
  readonly closed: string;
  readonly rules: string;
  readonly missing: string;
  readonly complete: string;
  readonly targets: string;
  readonly noTitle: string;
  readonly since: string;
  readonly next: string;
  readonly coverage: (gone: number, copies: number) => string;
  readonly surface: string;
  readonly gone: string;
  readonly certificate: string;
  readonly certificateGet: string;
  readonly certificateNotYet: string;
  readonly files: string;
  readonly filesHint: string;
  readonly file: string;
  readonly history: string;
  readonly withdraw: string;
  readonly withdrawHint: string;
  readonly complain: string;
  readonly complainHint: string;
  readonly target: (n: number) => string;
  readonly fresh: string;
  readonly regimes: Readonly<Record<RegimeName, string>>;
  readonly states: Readonly<Record<TargetState, string>>;
  readonly notes: Readonly<Record<TargetNote, string>>;
  readonly removals: Readonly<Record<Removal, string>>;
  readonly timers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<FormalField, string>>;
  readonly events: Readonly<Record<string, string>>;
}

const en: CaseTexts = {
  title: (number) => `Case ${number}`,
  unknownTitle: 'No such case',
  unknown: 'There is no such case, or this is not its private link. Use the whole link that you were given, with its token.',
  keep: 'Keep the address of this page: it is the private link to your case. Who has it sees what you see.',
  opened: 'Received',
  closed: 'Closed',
  rules: 'Rules',
  missing: 'Your notice is not complete. Nothing was taken down yet. Please add:',
  complete: 'Complete the notice',
  targets: 'Addresses',
  noTitle: 'no title known',
  since: 'since',
  next: 'Next',
  coverage: (gone, copies) => `${gone} of ${copies} copies are proven gone.`,
  surface: 'Kind of place',
  gone: 'Proven gone',
  certificate: 'Certificate',
  certificateGet: 'Download the signed certificate',
  certificateNotYet: 'The certificate is issued when every copy is proven gone. Still open:',
  files: 'Give files as evidence',
  filesHint: 'At most 10 MB each. Only our rights officers can download them; they are never shown and never passed on.',
  file: 'Files',
  history: 'What happened',
  withdraw: 'Withdraw',
  withdrawHint: 'Choose what you no longer ask for. Exactly that is put back.',
  complain: 'Complain',
  complainHint: 'Choose the decisions that another person shall look at again.',
  target: (n) => `address ${n + 1}`,
  fresh: 'This page shows the state at the moment at which it was loaded.',
  regimes: {
    US_512: 'United States, 17 U.S.C. § 512', CN_TIAOLI: 'China, Regulation on Network Dissemination (信息网络传播权保护条例)', CN_CIVIL: 'China, Civil Code art. 1194–1197',
    CN_ECOM: 'China, E-Commerce Law art. 42–45', EU_DSA: 'European Union, Regulation (EU) 2022/2065', ORDER: 'Order of a court or authority',
  },
  states: {
    incomplete: 'Incomplete: waiting for you', invalid: 'Not an address', unresolved: 'Nothing of ours is known here; the address is closed in advance', interim_held: 'Closed at once; a person reviews it',
    under_review: 'A person reviews it; nothing was closed yet', held: 'Taken down', waiting_claimant: 'Taken down; a counter-notice was received', litigation_held: 'Taken down; a proceeding is under way',
    complaint: 'A complaint is being decided', reinstated: 'Put back', rejected: 'Not taken down', held_final: 'Taken down for good', lapsed: 'Lapsed', superseded: 'Goes on in another case',
  },
  notes: {
    'scope-narrowed': 'Everything of a source is taken down only by order or contract; this address alone was closed.',
    'original-younger': 'The original that you name is younger than our own first sight of this text; a person looks at it first.',
    'not-removal': 'You ask for something else than removal; a person decides it.',
    'review-first': 'This operator reviews each notice before it acts.',
    'order-unverified': 'Orders are executed when we have verified who gave them.',
    'no-address': 'This is not an address of the web. Send the address of the page, with https://.',
    'address-too-long': 'This address has more than 500 characters. Send the address on our portal.',
    'item-unknown': 'Nothing that we have came from this address.',
    'renotice-barred': 'This was put back on the statement of the party concerned; the law does not let the same claimant notify it again.',
    'notifier-suspended': 'Notices of this sender are looked at by a person first.',
  },
  removals: {
    'not-held': '', silent: 'It is closed. Which copies left it is being counted.', open: 'Copies are being recalled.', 'none-known': 'It was never shown, so there are no copies.', complete: 'Every copy is proven gone.',
  },
  timers: { cure: 'Complete your notice by', review: 'Reviewed by', window: 'Put back unless you show an action by', complaint: 'Complaints are open until' },
  fields: {
    'claimant.name': 'your name', 'claimant.address': 'your postal address', 'claimant.phone': 'your telephone number', 'claimant.email': 'your e-mail address', 'claimant.contact': 'an e-mail address or telephone number',
    works: 'the original work', evidence: 'preliminary proof, such as the address of the original or its registration', grounds: 'why it is unlawful', signature: 'your signature',
    'statements.goodFaith': 'the statement of good faith', 'statements.accuracy': 'the statement that the notice is accurate', 'statements.authorityUnderPerjury': 'the statement, under penalty of perjury, that you may act',
    'order.authority': 'the authority that ordered', 'order.reference': 'the reference number of the order',
  },
  events: {
    'notice-received': 'Notice received', 'notice-repeated': 'The same notice came again', completed: 'The notice was completed', upheld: 'Upheld: taken down', 'review-due': 'The review is overdue; our people were called', 'counter-received': 'A counter-notice came',
    'counter-accepted': 'A counter-notice was accepted', 'statement-delivered': 'The counter-notice reached you', 'window-elapsed': 'The time to show an action passed', 'restore-alarm': 'The time to show an action is about to pass', 'action-notified': 'An action was shown',
    judgment: 'A judgment was recorded', withdrawn: 'You withdrew it', reversed: 'We reversed our decision', 'order-reversed': 'The order was taken back', 'complaint-filed': 'A complaint was filed', 'complaint-decided': 'The complaint was decided',
    'complaint-window-closed': 'The time for complaints passed', 'notifier-warn': 'A warning about unfounded notices', 'notifier-suspend': 'Your notices wait for a person for some time', 'notifier-clear': 'Your notices are taken as before', 'cure-expired': 'The time to complete the notice passed', 'letter-sent': 'A letter was sent', 'track-opened': 'Opened under other rules too', 'identity-disclosed': 'An identity was disclosed on demand of an authority', erased: 'Personal data were erased', 'file-given': 'A file was given as evidence', 'file-read': 'A file of evidence was downloaded by our people',
  },
};

const zh: CaseTexts = {
  title: (number) => `案件 ${number}`,
  unknownTitle: '没有这个案件',
  unknown: '没有这个案件，或者这不是它的专用链接。请使用当时给您的完整链接（含令牌）。',
  keep: '请保存本页网址：这是您案件的专用链接，持有者均可查看。',
  opened: '收到时间',
  closed: '结案时间',
  rules: '适用规则',
  missing: '通知尚不完整，目前没有下架任何内容。请补充：',
  complete: '补充通知',
  targets: '网址',
  noTitle: '标题未知',
  since: '自',
  next: '下一步',
  coverage: (gone, copies) => `共 ${copies} 个副本，已证实清除 ${gone} 个。`,
  surface: '位置类型',
  gone: '已证实清除',
  certificate: '下架证明',
  certificateGet: '下载带签名的下架证明',
  certificateNotYet: '全部副本证实清除后出具证明。尚未完成：',
  files: '提交证据文件',
  filesHint: '每个文件不超过 10 MB。仅本站权利专员可下载，不会展示，也不会转交他人。',
  file: '文件',
  history: '处理经过',
  withdraw: '撤回',
  withdrawHint: '请选择不再请求下架的网址，仅恢复所选内容。',
  complain: '申诉',
  complainHint: '请选择需要由他人重新审查的决定。',
  target: (n) => `网址 ${n + 1}`,
  fresh: '本页显示打开时的状态。',
  regimes: {
    US_512: '美国《数字千年版权法》第 512 条', CN_TIAOLI: '《信息网络传播权保护条例》', CN_CIVIL: '《民法典》第一千一百九十四条至第一千一百九十七条', CN_ECOM: '《电子商务法》第四十二条至第四十五条', EU_DSA: '欧盟《数字服务法》（2022/2065）', ORDER: '法院或主管机关的命令',
  },
  states: {
    incomplete: '不完整，等待您补充', invalid: '不是网址', unresolved: '本站没有来自该网址的内容；已预先封禁该网址', interim_held: '已立即下架，等待人工复核', under_review: '人工审核中，尚未下架', held: '已下架',
    waiting_claimant: '已下架；已收到反通知', litigation_held: '已下架；诉讼或投诉程序进行中', complaint: '申诉处理中', reinstated: '已恢复', rejected: '未予下架', held_final: '已永久下架', lapsed: '已失效', superseded: '已并入其他案件',
  },
  notes: {
    'scope-narrowed': '整个来源的下架只依命令或合同办理；目前仅下架该网址。',
    'original-younger': '您所称原作的发表时间晚于本站首次收录时间，需先由人工核实。',
    'not-removal': '您请求的不是删除，由人工决定。',
    'review-first': '本站先审核后处理。',
    'order-unverified': '命令须核实发出机关后执行。',
    'no-address': '这不是网址。请提供以 https:// 开头的页面地址。',
    'address-too-long': '网址超过 500 个字符，请提供本站的页面地址。',
    'item-unknown': '本站没有来自该网址的内容。',
    'renotice-barred': '该内容已依当事人的书面说明恢复，依法不得由同一权利人再次通知。',
    'notifier-suspended': '该投诉人的通知须先由人工核实。',
  },
  removals: { 'not-held': '', silent: '已下架，正在统计已发出的副本。', open: '正在召回副本。', 'none-known': '从未公开，没有副本。', complete: '全部副本已证实清除。' },
  timers: { cure: '请在此之前补充', review: '复核期限', window: '如未在此之前提交诉讼或投诉证明，将予恢复', complaint: '申诉截止' },
  fields: {
    'claimant.name': '姓名或名称', 'claimant.address': '通讯地址', 'claimant.phone': '电话', 'claimant.email': '电子邮箱', 'claimant.contact': '电子邮箱或电话', works: '原作品', evidence: '初步证据，例如原作网址或登记号', grounds: '违法理由', signature: '签名',
    'statements.goodFaith': '善意声明', 'statements.accuracy': '内容真实声明', 'statements.authorityUnderPerjury': '有权代表权利人的声明（愿承担伪证责任）', 'order.authority': '发出命令的机关', 'order.reference': '命令文号',
  },
  events: {
    'notice-received': '收到通知', 'notice-repeated': '再次收到同一通知', completed: '通知已补充完整', upheld: '通知成立，已下架', 'review-due': '复核逾期，已催办', 'counter-received': '收到反通知', 'counter-accepted': '反通知已受理', 'statement-delivered': '反通知已送达您',
    'window-elapsed': '提出诉讼证明的期限已过', 'restore-alarm': '提出诉讼证明的期限将满', 'action-notified': '已收到诉讼或投诉证明', judgment: '已记录裁判', withdrawn: '您已撤回', reversed: '本站已自行更正', 'order-reversed': '命令已撤销', 'complaint-filed': '收到申诉', 'complaint-decided': '申诉已决定',
    'complaint-window-closed': '申诉期限已过', 'notifier-warn': '就无依据的通知发出警告', 'notifier-suspend': '一段时间内您的通知须先由人工核实', 'notifier-clear': '已恢复正常受理您的通知', 'cure-expired': '补充期限已过', 'letter-sent': '已发函', 'track-opened': '并行适用其他规则', 'identity-disclosed': '依主管机关要求披露身份', erased: '已删除个人信息', 'file-given': '收到证据文件', 'file-read': '本站人员下载了证据文件',
  },
};

export const caseTexts: Readonly<Record<PageLanguage, CaseTexts>> = { en, zh };
