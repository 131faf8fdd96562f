const en = {
  title: 'Recalls', one: 'Recall of hold', show: 'Show', open: 'not complete', overdue: 'overdue or unreachable', complete: 'complete', all: 'all', case: 'Case', item: 'Item id', hold: 'Hold', covers: 'Covers', copies: 'Copies', gone: 'Proven gone', states: 'States', changed: 'Last change', none: 'Nothing is called back here. A recall begins when a hold covers what has left; the state of one hold is also given by this call:', atLeast: 'at least', coverage: 'Coverage', of: 'of', whole: 'Every copy is proven gone.', partly: 'Not complete', noCopies: 'No copy ever left, or publish has not reported yet.', certificate: 'Certificate of the case', toCase: 'the case', toHold: 'the hold', lifted: 'the hold is lifted',
  todo: 'What is missing, and what to do', nothingMissing: 'Nothing is missing.', noneInState: 'No copy is in this state.', surface: 'Surface', place: 'Place', state: 'State', since: 'Since', detail: 'In the words of publish', holder: 'Holder', contact: 'Contact', noContact: 'no contact is known: add one to the subscriber', each: 'Each copy', article: 'Article',
  'advice.wait': 'On its way; nothing to do yet.', 'advice.remind': 'It was told and has not acknowledged. It is told again by itself; a word to its people helps.', 'advice.call': 'Overdue: call its people, and have them acknowledge at the address that the message names.', 'advice.look': 'A place of our own still shows it, or could not be looked at: open it, and see System whether publish is well.', 'advice.reach': 'It cannot be reached: mend its address or end it, and have its people confirm in writing that the copy is gone.',
  'state.owed': 'owed', 'state.sent': 'sent', 'state.delivered': 'delivered, not acknowledged', 'state.acknowledged': 'acknowledged', 'state.verified_gone': 'verified gone', 'state.overdue': 'overdue: people are told', 'state.unreachable': 'unreachable', 'state.released': 'released: the hold was lifted',
};

export type RecallsTexts = Readonly<Record<keyof typeof en, string>>;

const zh: RecallsTexts = {
  title: '召回', one: '封存的召回', show: '显示', open: '未完成', overdue: '逾期或无法联系', complete: '已完成', all: '全部', case: '案件', item: '稿件编号', hold: '封存', covers: '覆盖范围', copies: '副本', gone: '已证实清除', states: '状态', changed: '最近变化', none: '此处没有召回。封存覆盖已发出的内容时即开始召回;也可用此调用查询某项封存:', atLeast: '至少', coverage: '覆盖率', of: '/', whole: '全部副本已证实清除。', partly: '尚未完成', noCopies: '没有发出过副本,或发布服务尚未报告。', certificate: '案件证明', toCase: '案件', toHold: '封存', lifted: '封存已解除',
  todo: '缺少什么,如何处理', nothingMissing: '没有缺少。', noneInState: '没有处于该状态的副本。', surface: '位置类型', place: '位置', state: '状态', since: '自', detail: '发布服务的说明', holder: '持有方', contact: '联系人', noContact: '没有联系人:请在订阅方中补充', each: '逐个副本', article: '稿件',
  'advice.wait': '正在处理,暂无需操作。', 'advice.remind': '已告知,尚未确认。会自动再次告知;也可提醒对方。', 'advice.call': '已逾期:请联系对方,并请其按消息所示地址确认。', 'advice.look': '本站位置仍显示该内容,或无法查看:请打开查看,并在“系统”中检查发布服务。', 'advice.reach': '无法联系:请修正其地址或终止订阅,并请对方书面确认副本已清除。',
  'state.owed': '待召回', 'state.sent': '已发出', 'state.delivered': '已送达,未确认', 'state.acknowledged': '已确认', 'state.verified_gone': '已查证清除', 'state.overdue': '逾期:已通知人员', 'state.unreachable': '无法联系', 'state.released': '已释放:封存已解除',
};

export const recallsTexts = { en, zh };
