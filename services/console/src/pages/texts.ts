import type { FastifyRequest } from 'fastify';

export type Language = 'zh' | 'en';

const en = {
  overview: 'Overview', explain: 'Why is it (not) live?', holds: 'Holds', signOut: 'Sign out', signIn: 'Sign in', token: 'Token', tokenHelp: 'The token of a role. The local stack prints its admin token at start and writes it to .wiredesk/admin-token.',
  tokenWrong: 'This token is not known here. Copy it whole, without spaces; was it rotated?', skip: 'To the content', otherLanguage: '中文', funnel: 'From push to page', perMinute: 'per minute, the last hour', total: 'in all', nothingYet: 'Nothing was pushed yet. Push an article:',
  services: 'Services', service: 'Service', state: 'State', ready: 'ready', notReady: 'not ready', outbox: 'Waits for Kafka', oldest: 'oldest', lag: 'Not yet handled', deadLetters: 'Dead letters', takedownClock: 'Takedown clock', takedownNone: 'No hold took an article down in the last 30 days.',
  takedownText: 'from the hold to the dark page, median and 95th percentile of', asOf: 'As of', refresh: 'Refresh', question: 'Item id, address of its page here, the upstream\'s URL or guid', ask: 'Explain', live: 'Live', notLive: 'Not live', portalSays: 'The portal answers its page with', portalAway: 'The portal could not be asked.',
  timeline: 'Timeline', time: 'Time (UTC)', what: 'What', details: 'Details', source: 'Source', story: 'Story', others: 'Also known by this', askSomething: 'Ask about one article: what happened to it, and why it is or is not shown.', placed: 'Placed', scope: 'Scope', reason: 'Reason', by: 'by', active: 'active', lifted: 'lifted',
  lift: 'Lift', place: 'Place a hold', placeHelp: 'Takes effect on every surface at once. Needs the role rights-officer.', kind: 'What it covers', kindItem: 'one item (id)', kindStory: 'a story: every copy of the text (story id)', kindSource: 'a whole source (source id)', kindUrl: 'an address', value: 'Id or address', noHolds: 'No hold was ever placed. One is placed by a takedown, by an upstream\'s kill, or here.',
  liftReason: 'Reason for lifting', seconds: 's', ms: 'ms',
  menu: 'Menu', oldestUnplaced: 'Oldest item without a place, waiting for', publicMedian: 'Published: from the notice to the hold, median', deliveries: 'Delivered to subscribers since publish started:', deliveriesWaiting: 'waiting:', overdueBy: 'the first one overdue by', notDone: 'Not done', 'role-viewer': 'viewer', 'role-editor': 'editor', 'role-rights-officer': 'rights officer', 'role-operator': 'operator', 'role-service': 'service', 'role-metrics': 'metrics', 'role-payloads': 'payloads', 'role-evidence': 'evidence', 'permission-payloads': 'payloads', 'permission-evidence': 'evidence', whyNotLive: 'Why is it (not) live?', screens: 'Screens', find: 'Why is it (not) live? Id, URL or guid', keys: 'Keyboard', keyFind: 'to the search box', keyHelp: 'this list', keysOn: 'Single keys act', close: 'Close', copy: 'Copy', copyCall: 'Copy the call', copied: 'Copied:', any: 'any', filter: 'Filter', clear: 'Clear', pages: 'Pages', firstPage: 'First page', nextPage: 'Next page', confirmTitle: 'Before it is done', back: 'Back, do nothing',
  'item.received': 'received', 'item.placed': 'placed', 'item.cleared': 'cleared', 'item.refused': 'refused', 'article.published': 'published', 'article.updated': 'updated', 'item.withdrawn': 'withdrawn', 'article.taken_down': 'taken down', 'article.restored': 'restored', 'hold.placed': 'hold placed', 'hold.lifted': 'hold lifted', 'receipt.changed': 'copy',
};
export type Texts = Readonly<Record<keyof typeof en, string>>;

const zh: Texts = {
  overview: '总览', explain: '为何(未)发布?', holds: '封存', signOut: '退出', signIn: '登录', token: '令牌', tokenHelp: '某一角色的令牌。本地环境启动时会打印管理员令牌,并写入 .wiredesk/admin-token。',
  tokenWrong: '令牌无效。请完整复制,不含空格;是否已经更换?', skip: '跳到正文', otherLanguage: 'English', funnel: '从推送到页面', perMinute: '最近一小时,每分钟', total: '累计', nothingYet: '还没有任何推送。试着推送一篇:',
  services: '服务', service: '服务', state: '状态', ready: '就绪', notReady: '未就绪', outbox: '待发往 Kafka', oldest: '最早', lag: '待处理', deadLetters: '死信', takedownClock: '下架用时', takedownNone: '最近 30 天没有文章因封存而下架。',
  takedownText: '从下令到页面不可见,中位数与 95 分位,样本数', asOf: '截至', refresh: '刷新', question: '稿件编号、本站网址、来源网址或来源编号', ask: '查询', live: '已发布', notLive: '未发布', portalSays: '门户对该页的应答是', portalAway: '无法询问门户。',
  timeline: '时间线', time: '时间(UTC)', what: '事件', details: '详情', source: '来源', story: '同文组', others: '同一线索下还有', askSomething: '查询一篇稿件:经历了什么,为什么发布或没有发布。', placed: '下令时间', scope: '范围', reason: '理由', by: '由', active: '生效中', lifted: '已解除',
  lift: '解除', place: '下令封存', placeHelp: '立即对所有展示面生效。需要版权专员角色。', kind: '覆盖范围', kindItem: '一篇稿件(编号)', kindStory: '同文组:该文本的所有副本(组编号)', kindSource: '整个来源(来源编号)', kindUrl: '一个网址', value: '编号或网址', noHolds: '还没有封存。收到侵权投诉、来源撤稿或在此下令时会产生。',
  liftReason: '解除理由', seconds: '秒', ms: '毫秒',
  menu: '菜单', oldestUnplaced: '最早的未归并稿件,已等待', publicMedian: '公开数据:从投诉到封存,中位数', deliveries: '自发布服务启动以来已送达订阅方:', deliveriesWaiting: '待送:', overdueBy: '最早一条已逾期', notDone: '未执行', 'role-viewer': '查看', 'role-editor': '编辑', 'role-rights-officer': '版权专员', 'role-operator': '运维', 'role-service': '服务', 'role-metrics': '指标', 'role-payloads': '原始数据', 'role-evidence': '证据材料', 'permission-payloads': '原始数据', 'permission-evidence': '证据材料', whyNotLive: '为何(未)发布?', screens: '各页面', find: '为何(未)发布?编号、网址或来源编号', keys: '键盘', keyFind: '到搜索框', keyHelp: '本列表', keysOn: '启用单键快捷键', close: '关闭', copy: '复制', copyCall: '复制该调用', copied: '已复制:', any: '不限', filter: '筛选', clear: '清除', pages: '分页', firstPage: '第一页', nextPage: '下一页', confirmTitle: '执行之前', back: '返回,不执行',
  'item.received': '收到', 'item.placed': '归并', 'item.cleared': '许可', 'item.refused': '拒绝', 'article.published': '发布', 'article.updated': '更新', 'item.withdrawn': '来源撤回', 'article.taken_down': '下架', 'article.restored': '恢复', 'hold.placed': '封存', 'hold.lifted': '解除封存', 'receipt.changed': '副本',
};

export const textsOf = (language: Language): Texts => (language === 'zh' ? zh : en);

const isLanguage = (text: string | undefined): text is Language => text === 'zh' || text === 'en';

/** `?lang=`, else what was chosen before, else what the browser asks for, else English. */
export const languageOf = (request: Pick<FastifyRequest, 'headers' | 'query'>): Language => {
  const asked = (request.query as Readonly<Record<string, unknown>> | undefined)?.['lang'];
  if (typeof asked === 'string' && isLanguage(asked)) return asked;
  const chosen = /(?:^|;\s*)wiredesk_lang=(zh|en)/.exec(request.headers.cookie ?? '')?.[1];
  if (isLanguage(chosen)) return chosen;
  const first = (request.headers['accept-language'] ?? '').split(',').map((entry) => entry.trim().slice(0, 2).toLowerCase()).find(isLanguage);
  return first ?? 'en';
};
