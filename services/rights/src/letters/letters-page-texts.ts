import type { PageLanguage } from '../pages/page-language.decide.js';

/** Words of the officer's letters and of the notice board. */
export const lettersPageTexts: Readonly<Record<PageLanguage, { letters: string; none: string; to: string; noAddress: string; failed: (reason: string) => string; sent: string; back: string; board: string; boardIntro: string; boardNone: string }>> = {
  en: {
    letters: 'Letters to be sent by hand', none: 'No letter waits.', to: 'To', noAddress: 'no address known', failed: (reason) => `Mail failed: ${reason}`, sent: 'I have sent it', back: 'Back to the queue',
    board: 'Public notices', boardIntro: 'Notices whose party concerned cannot be reached are published here.', boardNone: 'There are none.',
  },
  zh: {
    letters: '待人工发送的函件', none: '没有待发送的函件。', to: '收件人', noAddress: '地址不明', failed: (reason) => `邮件发送失败：${reason}`, sent: '已发送', back: '返回列表',
    board: '公告', boardIntro: '服务对象网络地址不明、无法转送的通知，在此公告。', boardNone: '暂无公告。',
  },
};
