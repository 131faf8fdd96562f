import type { UiLanguage } from './ui-language.decide.js';

/** The portal's own words. Every page takes them from here, so that none is in one language only. */
const zh = {
  htmlLang: 'zh-CN',
  skip: '跳到正文', home: '首页', menu: '栏目', youAreHere: '当前位置', articleCrumb: '正文', otherLanguage: 'English', elder: '适老模式', elderOff: '标准模式',
  latest: '最新消息', more: '更多', nothingHere: '这里还没有文章。', nothingHereHint: '新的报道发布后会立即出现在这里。', topStories: '要闻', newest: '最新',
  source: '来源', author: '作者', published: '发布时间', receivedAt: '收到时间', updated: '更新时间', readPrefix: '阅读', readSuffix: '', editor: '责任编辑', originalTitle: '原标题', correction: '更正',
  abstract: '核心提示', abstractCut: '（摘要在来源处即不完整）', keywords: '关键词', aiLabel: '本文含人工智能生成内容', originalLink: '查看原文', mediaCredit: '图',
  rightsHeading: '版权与转载', rightsHolder: '版权所有', rightsNotice: '版权说明', licence: '许可', reserved: '未经授权不得转载',
  statement: '本网转载内容均注明来源，版权归原作者和原媒体所有，转载不代表本网赞同其观点或对其真实性负责。如认为本文侵犯您的合法权益，请告知我们：收到合格通知后第一时间停止传播，并可随时查询处理进度。',
  takedown: '侵权投诉', correctionLink: '纠错', share: '分享', qrCode: '本文地址的二维码', qrHint: '用手机扫码阅读，或以下列方式分享：', weibo: '微博', mail: '邮件', copyLink: '复制链接', copied: '已复制', print: '打印', fontLarger: '加大字号', fontSmaller: '减小字号',
  sameStory: '同一报道的其他稿件', related: '同类资讯', pictures: '推荐图文', picks: '推荐资讯', mostRead: '点击排行', day: '24 小时', week: '7 天',
  about: '关于我们', contact: '联系方式', usage: '使用说明', privacy: '隐私政策', disclaimer: '免责声明', siteMap: '网站地图', rss: 'RSS 订阅', report: '违法和不良信息举报', newsLicence: '互联网新闻信息服务许可证', feeds: '订阅',
  removedTitle: '内容已下线', removedLegal: '应法律要求，本页内容已停止传播。', removedOther: '本页内容已停止提供。', removedExplain: '我们在收到要求后停止了这篇文章在本网所有位置的传播，包括列表、订阅源与推送。',
  law: '依据', caseNumber: '案件编号', policy: '处理规则', counter: '若您是相关方并认为移除有误，可提交反通知。', counterLink: '提交反通知', backHome: '返回首页',
  notFoundTitle: '没有找到这个页面', notFound: '地址可能有误，或者这里从来没有过内容。', movedTitle: '文章已合并', errorTitle: '页面暂时打不开', error: '我们这边出了问题，已经记录。请稍后再试。', unavailableTitle: '暂时无法提供文章', unavailable: '我们正在核对哪些内容可以展示，核对完成之前宁可不展示。请稍后再试。',
  tooMany: '请求过于频繁', olderPage: '较早的文章', newerPage: '较新的文章', search: '搜索', searchHint: '输入词语或句子', searchNothing: '没有找到符合条件的文章。', searchResults: '搜索结果：', searchFor: '搜索：', sections: '栏目', pages: '页面',
} as const;

export type Words = { readonly [K in keyof typeof zh]: string };

const en: Words = {
  htmlLang: 'en',
  skip: 'Skip to content', home: 'Home', menu: 'Sections', youAreHere: 'You are here', articleCrumb: 'Article', otherLanguage: '中文', elder: 'Large print', elderOff: 'Standard print',
  latest: 'Latest', more: 'More', nothingHere: 'There are no articles here yet.', nothingHereHint: 'New reports appear here as soon as they are published.', topStories: 'Top stories', newest: 'Newest',
  source: 'Source', author: 'By', published: 'Published', receivedAt: 'Received', updated: 'Updated', readPrefix: 'Read', readSuffix: ' times', editor: 'Editor', originalTitle: 'Original headline', correction: 'Correction',
  abstract: 'In brief', abstractCut: '(the summary was cut off at its source)', keywords: 'Keywords', aiLabel: 'Contains material made by artificial intelligence', originalLink: 'Read the original', mediaCredit: 'Photo',
  rightsHeading: 'Copyright', rightsHolder: 'Copyright', rightsNotice: 'Notice', licence: 'Licence', reserved: 'May not be reprinted without leave',
  statement: 'Syndicated articles name their source; rights remain with their authors and publishers, and showing them is no endorsement. If this article infringes your rights, tell us: on a valid notice we stop showing and distributing it at once, and you can follow what happens.',
  takedown: 'Report infringement', correctionLink: 'Report an error', share: 'Share', qrCode: 'QR code with the address of this article', qrHint: 'Scan it with a phone, or share it by:', weibo: 'Weibo', mail: 'Mail', copyLink: 'Copy link', copied: 'Copied', print: 'Print', fontLarger: 'Larger type', fontSmaller: 'Smaller type',
  sameStory: 'More on this story', related: 'Related', pictures: 'In pictures', picks: 'Picks', mostRead: 'Most read', day: '24 hours', week: '7 days',
  about: 'About', contact: 'Contact', usage: 'Terms of use', privacy: 'Privacy', disclaimer: 'Disclaimer', siteMap: 'Site map', rss: 'RSS', report: 'Report illegal content', newsLicence: 'News service licence', feeds: 'Feeds',
  removedTitle: 'Content removed', removedLegal: 'This page was taken down for legal reasons.', removedOther: 'This page is no longer available.', removedExplain: 'When we were told to, we stopped showing this article everywhere: in lists, in feeds and with those we deliver to.',
  law: 'Under', caseNumber: 'Case', policy: 'Our policy', counter: 'If you are a party to this and hold that the removal is a mistake, you can object.', counterLink: 'File a counter-notice', backHome: 'Back to the front page',
  notFoundTitle: 'Page not found', notFound: 'The address may be mistaken, or nothing was ever here.', movedTitle: 'Merged', errorTitle: 'This page cannot be shown now', error: 'Something failed on our side; it was logged. Please try again later.', unavailableTitle: 'Articles are not available now', unavailable: 'We are checking what may be shown, and rather show nothing until that is done. Please try again in a moment.',
  tooMany: 'Too many requests', olderPage: 'Older articles', newerPage: 'Newer articles', search: 'Search', searchHint: 'Words or a sentence', searchNothing: 'No article matches.', searchResults: 'Results: ', searchFor: 'Search: ', sections: 'Sections', pages: 'Pages',
};

/** The words of one language. */
export const wordsOf = (language: UiLanguage): Words => (language === 'zh' ? zh : en);
