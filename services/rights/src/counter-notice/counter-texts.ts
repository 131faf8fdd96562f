import type { PageLanguage } from '../pages/page-language.decide.js';
import type { CounterField } from '../cases/regimes.js';

/** Every word of the counter-notice form in one language. */
export interface CounterTexts {
  readonly title: string;
  readonly intro: string;
  readonly number: string;
  readonly targets: string;
  readonly targetsHint: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly grounds: string;
  readonly evidence: string;
  readonly perjury: string;
  readonly jurisdiction: string;
  readonly signature: string;
  readonly send: string;
  readonly taken: string;
  readonly takenText: string;
  readonly lacks: string;
  readonly problems: string;
  readonly unknownCase: string;
  readonly badTargets: string;
  readonly tooMany: string;
  readonly fields: Readonly<Record<CounterField, string>>;
}

const en: CounterTexts = {
  title: 'Counter-notice',
  intro: 'If you are the party concerned and hold that a removal is a mistake, answer it here. We check who you are, pass your answer on to the claimant, and act as the rules of the case say.',
  number: 'Case number (on the page of the removed article)',
  targets: 'Numbers of the addresses, if not all',
  targetsHint: 'Counted from 0, separated by commas.',
  name: 'Name', email: 'E-mail', phone: 'Telephone', address: 'Postal address', grounds: 'Why the removal is a mistake', evidence: 'Preliminary proof (licence, contract, address of the original)',
  perjury: 'Under penalty of perjury: I believe in good faith that it was removed by mistake or misidentification.',
  jurisdiction: 'I consent to the jurisdiction of the Federal District Court of my address (outside the United States: of any district in which the operator may be found), and will accept service of process from the claimant.',
  signature: 'Signature', send: 'Send', taken: 'Counter-notice received', takenText: 'We check who you are and act as the rules of the case say. Your reference:', lacks: 'It is kept, but under the rules of this case it still lacks the following. Please send it again with them; the time runs from then:',
  problems: 'Nothing was sent yet. Please mend:', unknownCase: 'There is no case of this number, or it executes an order that only its issuer can change.', badTargets: 'The case has no such address.', tooMany: 'Too many notices came from your network. Please try again in a minute.',
  fields: {
    'party.name': 'your name', 'party.address': 'your postal address', 'party.phone': 'your telephone number', 'party.contact': 'an e-mail address or telephone number', grounds: 'why it is a mistake', evidence: 'preliminary proof', signature: 'your signature',
    'statements.mistakeUnderPerjury': 'the statement under penalty of perjury', 'statements.consentToJurisdiction': 'the consent to jurisdiction',
  },
};

const zh: CounterTexts = {
  title: '反通知',
  intro: '如果您是当事人并认为下架有误，请在此说明。我们核实您的身份后将说明转送投诉人，并按该案件适用的规则处理。',
  number: '案件编号（见被移除稿件的页面）',
  targets: '涉及的网址序号（如非全部）',
  targetsHint: '从 0 起，以逗号分隔。',
  name: '姓名或名称', email: '电子邮箱', phone: '电话', address: '通讯地址', grounds: '下架有误的理由', evidence: '初步证据（授权、合同、原作网址）',
  perjury: '本人善意相信该内容系因错误或误认而被移除，愿为此承担伪证责任。',
  jurisdiction: '本人同意由本人地址所在地的联邦地区法院管辖（美国境外：由可找到本站的任一司法区管辖），并接受投诉人的送达。',
  signature: '签名', send: '提交', taken: '已收到反通知', takenText: '我们将核实您的身份，并按该案件适用的规则处理。您的查询号：', lacks: '内容已保存，但按该案件的规则尚缺以下事项。请补充后重新提交，期限自补充之日起算：',
  problems: '尚未提交。请更正：', unknownCase: '没有这个案件编号，或该案件执行的是只有发出机关可以变更的命令。', badTargets: '该案件没有这个网址序号。', tooMany: '您所在网络提交过多，请一分钟后再试。',
  fields: {
    'party.name': '姓名或名称', 'party.address': '通讯地址', 'party.phone': '电话', 'party.contact': '电子邮箱或电话', grounds: '下架有误的理由', evidence: '初步证据', signature: '签名', 'statements.mistakeUnderPerjury': '愿承担伪证责任的声明', 'statements.consentToJurisdiction': '同意管辖的声明',
  },
};

export const counterTexts: Readonly<Record<PageLanguage, CounterTexts>> = { en, zh };
