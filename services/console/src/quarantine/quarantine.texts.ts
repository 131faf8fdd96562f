const en = {
  title: 'Quarantine', none: 'Nothing lies in quarantine: every body could be read. A body comes here when its characters cannot be decoded. Look at what was refused instead:', source: 'Source', reason: 'Reason', state: 'State', open: 'open', closed: 'closed', all: 'all', byReason: 'By source and reason', count: 'Cases', oldest: 'Oldest', newest: 'Newest', cases: 'Cases', caseOne: 'Case', received: 'Received', bytes: 'Bytes', tries: 'Tries', lastTry: 'The last try said', raw: 'Bytes', select: 'Choose',
  tryGroup: 'Retry these: dry run', tryChosen: 'Retry the chosen: dry run', discardChosen: 'Discard the chosen', discardReason: 'Why they may be given up (the source reads it in its receipt)', charsetHint: 'What helps most often: set the charset of the source, then retry.', retrySentence: 'of these can be read with the settings of now, and would be accepted under the receipts that they have.', failStill: 'would fail again and stay here:', retryDo: 'Accept them', discardSentence: 'cases would be closed for good, with this reason:', discardDo: 'Discard them', retried: 'What became of them', accepted: 'accepted', failedAgain: 'failed again', closedAlready: 'was closed already', discarded: 'discarded', notDiscarded: 'not discarded', back: 'Back to quarantine', changed: 'What would become of them has changed meanwhile. Look again.', chooseSome: 'Choose at least one case.', items: 'items', howRetried: 'retried', howDiscarded: 'discarded',
};
type QuarantineTexts = Readonly<Record<keyof typeof en, string>>;

const zh: QuarantineTexts = {
  title: '隔离', none: '隔离区为空:所有原文都能解析。字符无法解码的原文会到这里。可改看被拒收的:', source: '来源', reason: '原因', state: '状态', open: '未了结', closed: '已了结', all: '全部', byReason: '按来源和原因', count: '件数', oldest: '最早', newest: '最新', cases: '隔离件', caseOne: '隔离件', received: '收到', bytes: '字节', tries: '重试', lastTry: '上次重试', raw: '原文', select: '选择',
  tryGroup: '重试这一组:试运行', tryChosen: '重试所选:试运行', discardChosen: '丢弃所选', discardReason: '为何可以放弃(来源可在回执中看到)', charsetHint: '最常见的办法:设置来源的字符集,然后重试。', retrySentence: '件可以用现在的设置解析,将以原有回执接收。', failStill: '件仍会失败,留在这里:', retryDo: '接收', discardSentence: '件将永久了结,理由:', discardDo: '丢弃', retried: '结果', accepted: '已接收', failedAgain: '再次失败', closedAlready: '此前已了结', discarded: '已丢弃', notDiscarded: '未丢弃', back: '返回隔离', changed: '期间情况有变,请再看一次。', chooseSome: '请至少选择一件。', items: '篇稿件', howRetried: '已重试', howDiscarded: '已丢弃',
};

/** The words of the quarantine's pages. */
export const quarantineTexts = { en, zh };
