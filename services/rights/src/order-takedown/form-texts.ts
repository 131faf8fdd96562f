import type { PageLanguage } from '../pages/page-language.decide.js';

/** Every word of the takedown form in one language. */
export interface FormTexts {
  readonly title: string;
  readonly intro: string;
  readonly optional: string;
  readonly about: string;
  readonly type: string;
  readonly types: Readonly<Record<string, string>>;
  readonly jurisdiction: string;
  readonly jurisdictions: Readonly<Record<string, string>>;
  readonly urls: string;
  readonly urlsHint: string;
  readonly check: string;
  readonly checked: string;
  readonly found: string;
  readonly notFound: string;
  readonly invalid: string;
  readonly scope: string;
  readonly scopes: Readonly<Record<string, string>>;
  readonly wanted: string;
  readonly wanteds: Readonly<Record<string, string>>;
  readonly needed: string;
  readonly comma: string;
  readonly grounds: string;
  readonly work: string;
  readonly workTitle: string;
  readonly workUrls: string;
  readonly workFirst: string;
  readonly proof: string;
  readonly files: string;
  readonly filesHint: string;
  readonly you: string;
  readonly name: string;
  readonly role: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly organisation: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly orders: string;
  readonly authority: string;
  readonly reference: string;
  readonly statements: string;
  readonly goodFaith: string;
  readonly accuracy: string;
  readonly perjury: string;
  readonly signature: string;
  readonly signatureHint: string;
  readonly empty: string;
  readonly send: string;
  readonly problems: string;
  readonly problem: { readonly urls: string; readonly website: string; readonly unreadable: string; readonly tooMany: string; readonly tooLarge: string };
}

const en: FormTexts = {
  title: 'Report an infringement',
  intro: 'Tell us what must not be shown. A complete notice closes the addresses at once; a person reviews it afterwards. You get a private link that shows what became of each copy.',
  optional: 'if you have it',
  about: 'What is it about',
  type: 'Kind of notice',
  types: { copyright: 'Copyright', 'photo-rights': 'Rights in a photo', trademark: 'Trademark', defamation: 'Defamation, untrue report', privacy: 'Privacy, personal data', 'child-abuse': 'Sexual abuse of children (no name needed)', 'court-order': 'Court order', 'authority-order': 'Order of an authority', other: 'Something else unlawful' },
  jurisdiction: 'Whose law do you rely on',
  jurisdictions: { '': 'The operator\'s', CN: 'China', US: 'United States', EU: 'European Union' },
  urls: 'Addresses to take down',
  urlsHint: 'One per line. Addresses of our pages, or of the pages from which we got them.',
  check: 'Check the addresses',
  checked: 'What is at these addresses',
  found: 'found',
  notFound: 'nothing of ours is known here; the address itself will be closed in advance',
  invalid: 'not an address of the web',
  scope: 'How far',
  scopes: { item: 'Only these pages', story: 'Every copy of their text, also later ones' },
  wanted: 'What you ask for',
  wanteds: { remove: 'Removal', correct: 'Correction', 'no-index': 'Not to be found by search', 'block-reuse': 'No further passing on' },
  needed: 'The rules chosen ask for:',
  comma: ', ',
  grounds: 'Why is it unlawful, or what is wrong',
  work: 'The original work',
  workTitle: 'Title',
  workUrls: 'Addresses of the original, one per line',
  workFirst: 'First published on',
  proof: 'Further proof (registration number, description)',
  files: 'Files as proof',
  filesHint: 'At most 10 MB each; only our rights officers can download them. If something is to be mended first, choose them again.',
  you: 'Who you are',
  name: 'Name',
  role: 'You act as',
  roles: { owner: 'Owner of the right, person concerned', agent: 'Agent with a letter of authority', licensee: 'Exclusive licensee', authority: 'Court or authority', other: 'Other' },
  organisation: 'Organisation',
  email: 'E-mail',
  phone: 'Telephone',
  address: 'Postal address',
  orders: 'Only for orders',
  authority: 'Authority that ordered',
  reference: 'Reference number',
  statements: 'Statements and signature',
  goodFaith: 'I believe in good faith that this use is not authorised by the owner, its agent or the law.',
  accuracy: 'What this notice says is accurate and complete.',
  perjury: 'Under penalty of perjury: I am the owner, or am authorised to act for the owner.',
  signature: 'Signature',
  signatureHint: 'Your full name, typed.',
  empty: 'Leave this empty',
  send: 'Send the notice',
  problems: 'Nothing was sent yet. Please mend:',
  problem: { urls: 'Addresses to take down: name at least one.', website: 'The field that is to stay empty was filled in.', unreadable: 'cannot be read', tooMany: 'Too many notices came from your network. Please try again in a minute.', tooLarge: 'Files as proof: at most 10 MB each.' },
};

const zh: FormTexts = {
  title: '侵权投诉',
  intro: '请告诉我们哪些内容不应展示。通知完整的，相关网址立即下架，随后人工复核。您将得到一个专用链接，可查看每个副本的处理结果。',
  optional: '如有',
  about: '投诉内容',
  type: '投诉类型',
  types: { copyright: '著作权', 'photo-rights': '图片权利', trademark: '商标', defamation: '名誉权、报道失实', privacy: '隐私、个人信息', 'child-abuse': '儿童性侵害内容（可匿名）', 'court-order': '法院命令', 'authority-order': '主管机关命令', other: '其他违法' },
  jurisdiction: '依据哪里的法律',
  jurisdictions: { '': '由本站确定', CN: '中国', US: '美国', EU: '欧盟' },
  urls: '需要下架的网址',
  urlsHint: '每行一个。可以是本站页面，也可以是本站转载来源的页面。',
  check: '核对网址',
  checked: '这些网址的内容',
  found: '已找到',
  notFound: '本站没有来自该网址的内容；将预先封禁该网址',
  invalid: '不是网址',
  scope: '范围',
  scopes: { item: '仅这些页面', story: '该文本的全部副本，包括以后的' },
  wanted: '请求',
  wanteds: { remove: '删除', correct: '更正', 'no-index': '不被搜索', 'block-reuse': '停止继续传播' },
  needed: '所选规则要求填写：',
  comma: '、',
  grounds: '违法理由，或需更正之处',
  work: '原作品',
  workTitle: '名称',
  workUrls: '原作网址，每行一个',
  workFirst: '首次发表日期',
  proof: '其他证据（登记号、说明）',
  files: '证据文件',
  filesHint: '每个不超过 10 MB，仅本站权利专员可下载。如需更正后再提交，请重新选择文件。',
  you: '投诉人',
  name: '姓名或名称',
  role: '身份',
  roles: { owner: '权利人或当事人', agent: '持授权书的代理人', licensee: '专有被许可人', authority: '法院或主管机关', other: '其他' },
  organisation: '单位',
  email: '电子邮箱',
  phone: '电话',
  address: '通讯地址',
  orders: '仅用于命令',
  authority: '发出命令的机关',
  reference: '文号',
  statements: '声明与签名',
  goodFaith: '本人善意相信，该使用未经权利人、其代理人或法律许可。',
  accuracy: '本通知内容真实、准确、完整。',
  perjury: '本人是权利人或有权代表权利人，愿为此承担伪证责任。',
  signature: '签名',
  signatureHint: '请输入您的全名。',
  empty: '此处请勿填写',
  send: '提交通知',
  problems: '尚未提交。请更正：',
  problem: { urls: '需要下架的网址：请至少填写一个。', website: '“请勿填写”的栏目被填写了。', unreadable: '无法识别', tooMany: '您所在网络提交过多，请一分钟后再试。', tooLarge: '证据文件：每个不超过 10 MB。' },
};

export const formTexts: Readonly<Record<PageLanguage, FormTexts>> = { en, zh };
