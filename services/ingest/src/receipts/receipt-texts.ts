import type { AnsweredOutcome } from '../receive-item/plan.decide.js';
import type { PageLanguage } from './page-language.decide.js';
import type { Stage, Standing } from './stages.decide.js';

/** Every word of the receipt page in one language. */
export interface ReceiptTexts {
  readonly tag: string;
  readonly title: string;
  readonly otherLanguage: string;
  readonly from: string;
  readonly receivedAt: string;
  readonly format: string;
  readonly charset: string;
  readonly size: string;
  readonly bytes: string;
  readonly checksum: string;
  readonly items: string;
  readonly warnings: string;
  readonly understood: string;
  readonly fields: { readonly language: string; readonly published: string; readonly byline: string; readonly credit: string; readonly categories: string; readonly characters: string; readonly pictures: string };
  readonly none: string;
  readonly unnamed: (position: number) => string;
  readonly reason: string;
  readonly whatToDo: string;
  readonly history: string;
  readonly duplicateOf: string;
  readonly superseded: (revision: number) => string;
  readonly quarantined: string;
  readonly quarantineClosed: string;
  readonly closings: Readonly<Record<string, string>>;
  readonly more: (count: number) => string;
  readonly fresh: string;
  readonly outcomes: Readonly<Record<AnsweredOutcome, string>>;
  readonly stages: Readonly<Record<Stage['stage'], string>>;
  readonly standings: Readonly<Record<Standing, { readonly name: string; readonly advice: string }>>;
}

const en: ReceiptTexts = {
  tag: 'en',
  title: 'Receipt',
  otherLanguage: '中文',
  from: 'From',
  receivedAt: 'Received',
  format: 'Read as',
  charset: 'Characters',
  size: 'Size',
  bytes: 'bytes',
  checksum: 'sha256 of the bytes',
  items: 'Items',
  warnings: 'Warnings',
  understood: 'What was understood',
  fields: { language: 'Language', published: 'Published', byline: 'Byline', credit: 'Credit', categories: 'Categories', characters: 'Characters of text', pictures: 'Pictures' },
  none: 'not found',
  unnamed: (position) => `Item ${position}, without an id`,
  reason: 'Reason',
  whatToDo: 'What to do',
  history: 'What happened',
  duplicateOf: 'The story shows another copy of this text:',
  superseded: (revision) => `You sent a newer version since; ours is now revision ${revision}. What is below is about the item as it is now.`,
  quarantined: 'Your bytes could not be read. They are kept, and an operator looks at them; you need not send them again. To be faster, send them in UTF-8, or with the right charset in Content-Type.',
  quarantineClosed: 'An operator has closed this case:',
  closings: { retried: 'the bytes could be read', discarded: 'discarded' },
  more: (count) => `and ${count} more; ask for application/json to see all.`,
  fresh: 'This page shows the state of the moment at which it was loaded. Load it again to see more.',
  outcomes: { new: 'new', revised: 'revised', unchanged: 'unchanged', withdrawn: 'withdrawn', refused: 'refused' },
  stages: { received: 'Received', placed: 'Placed in a story', cleared: 'Cleared for use', refused: 'Not cleared', published: 'Published', updated: 'Updated', taken_down: 'Taken down', restored: 'Public again' },
  standings: {
    'refused-at-the-door': { name: 'Not taken', advice: 'Mend what the reason names and send the item again. The other items of the push are not affected.' },
    withdrawn: { name: 'Withdrawn by you', advice: 'Nothing. To bring it back, send it with a later version than the removal’s.' },
    waiting: { name: 'Being worked on', advice: 'Nothing. This takes moments; load the page again.' },
    'not-cleared': { name: 'Not cleared', advice: 'Read the reasons below. An embargo ends by itself; for a licence, talk to the editors here.' },
    duplicate: { name: 'Accepted; another copy is shown', advice: 'Nothing. The story shows one copy of a text. If yours is the original, tell the editors here.' },
    cleared: { name: 'Cleared', advice: 'Nothing. It is about to be published.' },
    published: { name: 'Published', advice: 'Nothing. To correct it, send the same id with a higher version; to take it back, send it as canceled.' },
    'taken-down': { name: 'Taken down', advice: 'The reasons are below. If you are not the one who asked for it, talk to the editors here.' },
  },
};

const zh: ReceiptTexts = {
  tag: 'zh-Hans',
  title: '回执',
  otherLanguage: 'English',
  from: '来源',
  receivedAt: '收到时间',
  format: '识别格式',
  charset: '字符编码',
  size: '大小',
  bytes: '字节',
  checksum: '原始字节的 sha256',
  items: '稿件',
  warnings: '提醒',
  understood: '识别结果',
  fields: { language: '语言', published: '发布时间', byline: '作者', credit: '来源', categories: '分类', characters: '正文字数', pictures: '图片' },
  none: '未找到',
  unnamed: (position) => `第 ${position} 条（无编号）`,
  reason: '原因',
  whatToDo: '您要做什么',
  history: '处理经过',
  duplicateOf: '同一内容目前展示的是另一稿件：',
  superseded: (revision) => `您之后发来过更新的版本，现为第 ${revision} 版。以下是该稿件的当前状态。`,
  quarantined: '无法读出您发来的字节。原始字节已保留，运营人员会处理，您无须重发。若想更快，请改用 UTF-8，或在 Content-Type 中写明正确的 charset。',
  quarantineClosed: '运营人员已处理：',
  closings: { retried: '已可读取', discarded: '已弃置' },
  more: (count) => `另有 ${count} 条，以 application/json 方式可查看全部。`,
  fresh: '本页显示载入时的状态，刷新可查看最新进展。',
  outcomes: { new: '新稿', revised: '更新', unchanged: '无变化', withdrawn: '已撤回', refused: '未接收' },
  stages: { received: '已收到', placed: '已归入同题报道', cleared: '版权核准', refused: '未获核准', published: '已发布', updated: '已更新', taken_down: '已下架', restored: '已恢复' },
  standings: {
    'refused-at-the-door': { name: '未接收', advice: '请按原因修正后重新发送该稿件；同批其他稿件不受影响。' },
    withdrawn: { name: '您已撤回', advice: '无须操作。如需恢复，请以高于撤稿的版本号重新发送。' },
    waiting: { name: '处理中', advice: '无须操作，稍后刷新本页。' },
    'not-cleared': { name: '未获核准', advice: '请看下方原因。禁发期到期后自动解除；授权问题请与本站编辑联系。' },
    duplicate: { name: '已接收，展示的是另一稿件', advice: '无须操作。同一内容只展示一稿；若您的才是原稿，请告知本站编辑。' },
    cleared: { name: '已核准', advice: '无须操作，即将发布。' },
    published: { name: '已发布', advice: '无须操作。更正请以相同编号、更高版本重新发送；撤稿请将状态设为 canceled。' },
    'taken-down': { name: '已下架', advice: '原因见下。若并非您提出，请与本站编辑联系。' },
  },
};

export const receiptTexts: Readonly<Record<PageLanguage, ReceiptTexts>> = { en, zh };
