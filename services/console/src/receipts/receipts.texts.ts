const outcomesEn = { new: 'new', revised: 'revised', unchanged: 'unchanged', withdrawn: 'withdrawn', refused: 'refused' };
const outcomesZh: typeof outcomesEn = { new: '新稿', revised: '修订', unchanged: '无变化', withdrawn: '撤回', refused: '拒收' };

const en = {
  title: 'Receipts', find: 'Guid, item id or reason', source: 'Source', outcome: 'Outcome', none: 'No push fits. 2,000 are looked through at a time: go on with "Next page", or clear the filters. What a source would send:', received: 'Received', receipt: 'Receipt', items: 'Items', format: 'Format', bytes: 'Bytes', letGo: 'let go', warnings: 'warnings', inQuarantine: 'in quarantine', ...outcomesEn,
  one: 'Receipt', charset: 'Charset', contentType: 'Content type', sha: 'SHA-256 of the bytes', raw: 'The bytes as they came', rawNeeds: 'To see the bytes needs the permission "payloads".', whyQuarantine: 'It could not be read', closed: 'closed', openCase: 'Open in quarantine', item: 'Item', standing: 'Stands', stages: 'Stages', understood: 'What was understood', characters: 'characters', pictures: 'pictures', superseded: 'superseded by revision', article: 'Article', why: 'Why',
  'stage_received': 'received', 'stage_placed': 'placed', 'stage_cleared': 'cleared', 'stage_refused': 'refused by rights', 'stage_published': 'published', 'stage_updated': 'updated', 'stage_taken_down': 'taken down', 'stage_restored': 'restored',
  'refused-at-the-door': 'refused at the door', 'not-cleared': 'not cleared', waiting: 'waits for the later services', duplicate: 'a copy; the story shows another', cleared: 'cleared', published: 'published', 'taken-down': 'taken down',
  payload: 'Bytes of a push', firstBytes: 'The first bytes', asText: 'As text', cut: 'Only the beginning is shown.', download: 'Take away whole', tooLarge: 'More than 2 MB: take it from ingest with this call.', hidden: 'What is looked at here is in the audit log.', encoded: 'Content-Encoding; shown packed, as it came', page: 'The page that the source sees',
};
type ReceiptsTexts = Readonly<Record<keyof typeof en, string>>;

const zh: ReceiptsTexts = {
  title: '回执', find: '来源编号、稿件编号或原因', source: '来源', outcome: '结果', none: '没有符合的推送。每次查看 2,000 次推送:请按"下一页",或清除筛选。来源推送的方式:', received: '收到', receipt: '回执', items: '稿件', format: '格式', bytes: '字节', letGo: '已删除', warnings: '条警告', inQuarantine: '在隔离', ...outcomesZh,
  one: '回执', charset: '字符集', contentType: '内容类型', sha: '原文 SHA-256', raw: '收到的原文', rawNeeds: '查看原文需要"payloads"权限。', whyQuarantine: '无法解析', closed: '已了结', openCase: '在隔离中查看', item: '稿件', standing: '现状', stages: '经过', understood: '解析结果', characters: '字', pictures: '张图片', superseded: '已被更新的修订取代:', article: '稿件', why: '原因',
  'stage_received': '收到', 'stage_placed': '归并', 'stage_cleared': '许可', 'stage_refused': '版权拒绝', 'stage_published': '发布', 'stage_updated': '更新', 'stage_taken_down': '下架', 'stage_restored': '恢复',
  'refused-at-the-door': '入口拒收', 'not-cleared': '未获许可', waiting: '等待后续服务', duplicate: '副本,展示的是另一篇', cleared: '已许可', published: '已发布', 'taken-down': '已下架',
  payload: '推送原文', firstBytes: '开头的字节', asText: '按文本显示', cut: '只显示开头。', download: '下载全文', tooLarge: '超过 2 MB:请用此调用从接收服务取得。', hidden: '在此查看会写入审计日志。', encoded: 'Content-Encoding;按收到时的压缩形式显示', page: '来源看到的页面',
};

/** The words of the receipts' pages. */
export const receiptsTexts = { en, zh };
