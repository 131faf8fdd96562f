import type { Language } from '../pages/texts.js';

const en = {
  title: 'Audit', at: 'When (UTC)', actor: 'Who', act: 'What', target: 'To what', outcome: 'Outcome', address: 'From', from: 'From (day)', until: 'Until (day)', details: 'Details', 'outcome-done': 'done', 'outcome-refused': 'refused', 'outcome-unknown': 'unknown', none: 'No act matches.', nothing: 'Nothing was done yet. Every act in this console is entered here, and can be neither changed nor deleted.',
  csv: 'Download as CSV', rightsLog: 'The log of rights', unknownHelp: 'Unknown: the other service did not say, or the console stopped meanwhile. Look there before it is repeated.',
  logTitle: 'The log of rights', logHelp: 'What rights decided, in a log that only grows, signed and open to all. Entries hold hashes of what is personal, not the thing.', checkpoint: 'Newest checkpoint', size: 'entries', root: 'root', origin: 'origin', key: 'key', entry: 'Entry', intact: 'The entries shown here were hashed again and stand in the signed tree.', broken: 'An entry shown here is not the one in the tree. Keep everything and run "wiredesk audit verify".', away: 'The log could not be read', emptyLog: 'Nothing was entered in the log yet. A decision enters it within a second:', verify: 'To prove the whole log from outside:', newer: 'Newer', older: 'Older', audit: 'Audit of the console',
};

export const auditTexts: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = {
  en,
  zh: {
    title: '审计', at: '时间(UTC)', actor: '何人', act: '何事', target: '对象', outcome: '结果', address: '来自', from: '起始日', until: '截止日', details: '详情', 'outcome-done': '已执行', 'outcome-refused': '被拒绝', 'outcome-unknown': '未知', none: '没有符合条件的操作。', nothing: '还没有任何操作。本控制台的每次操作都会记录在此,既不能修改也不能删除。',
    csv: '下载 CSV', rightsLog: '版权服务的日志', unknownHelp: '未知:对方服务没有答复,或控制台在此期间停止。重复之前请先查看对方。',
    logTitle: '版权服务的日志', logHelp: '版权服务的决定,记入只增不减、带签名、对所有人公开的日志。涉及个人的内容只存哈希。', checkpoint: '最新检查点', size: '条', root: '根', origin: '来源', key: '公钥', entry: '条目', intact: '这里显示的条目已重新计算哈希,与签名的树一致。', broken: '这里有条目与树中的不一致。请保留一切并运行 “wiredesk audit verify”。', away: '无法读取日志', emptyLog: '日志中还没有条目。做出决定后一秒内写入:', verify: '从外部验证整个日志:', newer: '较新', older: '较早', audit: '控制台审计',
  },
};
