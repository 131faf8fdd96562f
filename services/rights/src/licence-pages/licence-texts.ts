import type { PageLanguage } from '../pages/page-language.decide.js';

const en = {
  title: 'Licences', back: 'Back to the queue', all: 'All licences', expiring: 'Ending within 60 days', none: 'None.', sources: 'Sources', nothing: 'Nothing is granted: nothing of this source is shown.', contract: 'Contract', officer: 'Granted by an officer',
  channels: 'Channels', territories: 'Territories', languages: 'Languages', window: 'Time', credit: 'Credit', notice: 'Notice to show', reserved: 'Also what reserves reprinting', canonical: 'Canonical link required', everything: 'all', yes: 'yes', no: 'no', soon: 'ends soon', over: 'has ended',
  contact: 'Who speaks for it', noMail: 'no e-mail address: letters are sent by hand', noContact: 'Nobody is known: letters are sent by hand, and notices under 条例 are published.', strikes: 'Decisions against it that stand',
};
export type LicenceTexts = Readonly<Record<keyof typeof en, string>>;

const zh: LicenceTexts = {
  title: '授权', back: '返回列表', all: '全部授权', expiring: '60 天内到期', none: '无。', sources: '来源', nothing: '未获任何授权：该来源的内容均不展示。', contract: '合同', officer: '由专员授予',
  channels: '渠道', territories: '地域', languages: '语言', window: '期限', credit: '署名', notice: '须展示的声明', reserved: '包括声明不得转载的稿件', canonical: '须注明原文链接', everything: '全部', yes: '是', no: '否', soon: '即将到期', over: '已到期',
  contact: '联系人', noMail: '没有电子邮箱，函件由人工发送', noContact: '联系人不明：函件由人工发送，依《信息网络传播权保护条例》的通知予以公告。', strikes: '对其不利且仍有效的决定',
};

export const licenceTexts: Readonly<Record<PageLanguage, LicenceTexts>> = { en, zh };
