const en = {
  title: 'Your subscription', endpoint: 'Endpoint', state: 'State', certified: 'Conformance', notCertified: 'not passed yet', filter: 'Filter', matching: 'of the newest 200 articles match',
  waiting: 'waiting', held: 'held', failing: 'failures in a row', secrets: 'Signing secrets in force', rotate: 'Make a new secret', newSecret: 'The new secret, shown only this once; the older ones sign on until', ping: 'Send a test event',
  kill: 'Run the conformance kit (test kill)', resume: 'Resume', pause: 'Pause', deliveries: 'Deliveries', number: 'No.', type: 'Type', article: 'Article', when: 'When', attempts: 'Attempts', answer: 'Answer', resend: 'Send again',
  overdue: 'Removals that you have not acknowledged', none: 'None', runs: 'Conformance runs', done: 'Done.', unknownTitle: 'This link does not work', unknown: 'It has ended or never existed. Ask the operator for a new one.', reason: 'Reason',
  replay: 'Send again all that was delivered since', count: 'Count', confirm: 'Send', counted: 'articles would be sent again.',
  preview: 'Preview a filter', words: 'Words', categories: 'Categories', languages: 'Languages', sources: 'Sources', look: 'Look', previewed: 'of the newest 200 articles would match. The operator can set this filter.', feed: 'Make feed addresses', newFeeds: 'Feeds of what your filter wants, shown only this once; keep them secret, end on', certificate: 'Certificate (signed JSON)', separated: 'separated by commas',
};
const zh: typeof en = {
  title: '您的订阅', endpoint: '接收地址', state: '状态', certified: '一致性测试', notCertified: '尚未通过', filter: '筛选条件', matching: '条（最新 200 篇中）符合',
  waiting: '等待发送', held: '暂存', failing: '连续失败次数', secrets: '有效的签名密钥', rotate: '生成新密钥', newSecret: '新密钥仅显示这一次；旧密钥继续签名至', ping: '发送测试事件',
  kill: '运行一致性测试（含测试撤稿）', resume: '恢复', pause: '暂停', deliveries: '投递记录', number: '序号', type: '类型', article: '稿件', when: '时间', attempts: '次数', answer: '应答', resend: '重新发送',
  overdue: '尚未确认的撤稿', none: '无', runs: '一致性测试记录', done: '已完成。', unknownTitle: '此链接无效', unknown: '链接已过期或从未存在。请向运营方索取新链接。', reason: '原因',
  replay: '重新发送自以下时间起投递的全部内容', count: '计数', confirm: '发送', counted: '篇稿件将被重新发送。',
  preview: '预览筛选条件', words: '关键词', categories: '类别', languages: '语言', sources: '来源', look: '查看', previewed: '条（最新 200 篇中）将符合。可请运营方设置此筛选条件。', feed: '生成订阅源地址', newFeeds: '按您的筛选条件生成的订阅源，仅显示这一次；请保密，有效期至', certificate: '证书（签名 JSON）', separated: '以逗号分隔',
};

export type Texts = typeof en;

/** The pages' words in the reader's language: Chinese where it is asked for before English. */
export const textsFor = (acceptLanguage: string | undefined): { readonly lang: string; readonly t: Texts } => {
  const first = (acceptLanguage ?? '').split(',').map((part) => part.trim().toLowerCase()).find((part) => /^(zh|en)\b/.test(part));
  return first?.startsWith('zh') ? { lang: 'zh-CN', t: zh } : { lang: 'en', t: en };
};
