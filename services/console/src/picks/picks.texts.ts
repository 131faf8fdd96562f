const en = {
  title: 'Picks', list: 'List', front: 'Top of the front page', articles: 'Recommended articles (推荐资讯)', pictures: 'Recommended pictures (推荐图文)', category: 'Top of category', order: 'Order', article: 'Article', state: 'State', until: 'Until', noEnd: 'no end', by: 'Pinned by', ended: 'its time has ended', live: 'live', down: 'down: not shown', waiting: 'waits', unknown: 'publish does not know it', up: 'Up', down1: 'Down', first: 'To the top', unpin: 'Unpin', act: 'Move', pin: 'Pin an article', which: 'Item id or address of its page', untilField: 'Until (UTC; empty: no end)', pinDo: 'Pin it at the top', none: 'Nothing is pinned here: the list follows its rule, the newest first (pictures: the newest that has one). Pin an article below, or with this call:', done: 'The list is changed; readers see it within seconds.', changed: 'Somebody else changed this list since you opened it. Look at it again; nothing was changed.', noItem: 'That is no item id and no address of an article here. Find the article under Articles and copy its id.', noTime: 'That is no moment. Leave it empty for no end, or give it as 2026-12-01T10:30.', editorOnly: 'Pinning needs the role editor or operator.', rule: 'A pinned article is shown only while it is live, not held, and its time has not ended.', explain: 'why?', open: 'Look at it',
};

export type PicksTexts = Readonly<Record<keyof typeof en, string>>;

const zh: PicksTexts = {
  title: '推荐', list: '列表', front: '首页头条', articles: '推荐资讯', pictures: '推荐图文', category: '栏目置顶', order: '顺序', article: '稿件', state: '状态', until: '截止', noEnd: '不限', by: '推荐人', ended: '已到期', live: '在线', down: '已下架,不显示', waiting: '等待中', unknown: '发布服务不知道该稿件', up: '上移', down1: '下移', first: '置顶', unpin: '取消', act: '调整', pin: '推荐稿件', which: '稿件编号或页面地址', untilField: '截止(UTC;留空则不限)', pinDo: '推荐到最前', none: '此处没有推荐:列表按规则排序,最新在前(图文取最新有图的)。请在下方推荐,或用此调用:', done: '列表已更改,读者数秒内可见。', changed: '您打开后他人已更改此列表。请再看一遍,未作任何更改。', noItem: '这不是稿件编号,也不是本站稿件地址。请在“稿件”中找到并复制编号。', noTime: '这不是时间。不限请留空,或写作 2026-12-01T10:30。', editorOnly: '推荐需要编辑或运维角色。', rule: '推荐的稿件仅在其在线、未被封存且未到期时显示。', explain: '为何?', open: '查看',
};

export const picksTexts = { en, zh };
