const en = {
  title: 'Waits for a person', none: 'Nothing waits for a person. Here come suspected kills, removals that a source\'s policy wants looked at, and articles of sources that are held for an editor; hold one with:', kind: 'Kind', source: 'Source', state: 'State', open: 'open', closed: 'closed', all: 'all', about: 'What it is about', asked: 'Since', decide: 'Decide', note: 'Note', receipt: 'receipt', revision: 'revision', readIt: 'read it', closedBy: 'closed',
  'suspected-kill': 'suspected kill', 'removal-asked': 'removal asked for', 'removal-made': 'removal made', 'article-held': 'article held', killGuid: 'Guid of what it kills', confirmed: 'confirmed', dismissed: 'dismissed',
  'yes_suspected-kill': 'It is a kill: remove', 'no_suspected-kill': 'It is no kill', 'yes_removal-asked': 'Remove it', 'no_removal-asked': 'Keep it', 'yes_removal-made': 'The removal stands', 'no_removal-made': 'Bring it back', 'yes_article-held': 'Let it go', 'no_article-held': 'Keep it unseen', done_confirm: 'Confirmed; it takes its way now.', done_dismiss: 'Dismissed.', editorOnly: 'Only an editor, a rights officer or an operator may decide.',
};
const zh: Readonly<Record<keyof typeof en, string>> = {
  title: '待人处理', none: '没有待人处理的事项。疑似撤稿、按来源策略需核对的撤稿、以及待编辑放行的稿件会到这里;让某来源待审:', kind: '类别', source: '来源', state: '状态', open: '未处理', closed: '已处理', all: '全部', about: '内容', asked: '自', decide: '处理', note: '备注', receipt: '回执', revision: '修订', readIt: '阅读', closedBy: '处理人',
  'suspected-kill': '疑似撤稿', 'removal-asked': '请求撤稿', 'removal-made': '已撤稿', 'article-held': '待放行', killGuid: '被撤稿件的来源编号', confirmed: '已确认', dismissed: '已驳回',
  'yes_suspected-kill': '确为撤稿:下架', 'no_suspected-kill': '不是撤稿', 'yes_removal-asked': '下架', 'no_removal-asked': '保留', 'yes_removal-made': '维持撤稿', 'no_removal-made': '恢复', 'yes_article-held': '放行', 'no_article-held': '不放行', done_confirm: '已确认,正在执行。', done_dismiss: '已驳回。', editorOnly: '只有编辑、版权专员或操作员可以处理。',
};

/** The words of the page of what waits for a person. */
export const reviewsTexts = { en, zh };
