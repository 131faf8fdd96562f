/**
 * Pages in the mark-up of the kinds of portals that there are, with names and texts of our own. Each carries the same three
 * paragraphs; what stands around them differs.
 */
export const paragraphs = [
  '海港新区管委会昨日发布消息称，新建的三号泊位顺利通过竣工验收，成为今年以来第五个投入运营的重点项目，预计每年新增吞吐能力两百万吨。',
  '项目负责人介绍，施工单位克服了雨季长、工期紧等困难，采用装配式工艺，把总工期缩短了四个月，安全生产实现零事故。',
  '下一步，新区将继续完善集疏运体系，推动铁路专用线与港区无缝衔接，为腹地企业降低物流成本提供支撑。',
] as const;
const [p1, p2, p3] = paragraphs;

export interface PortalPage {
  readonly kind: string;
  readonly html: string;
  readonly credit?: string;
  readonly byline?: readonly string[];
  readonly editorName?: string;
  readonly at?: string;
  readonly day?: string;
  readonly subtitle?: string;
  readonly originalTitle?: string;
  readonly abstract?: string;
  readonly truncated?: boolean;
  readonly views?: number;
  readonly url?: string;
  readonly categories?: readonly string[];
  readonly headings?: readonly string[];
}

export const portalPages: readonly PortalPage[] = [
  {
    kind: 'news agency, date over the headline in pieces',
    byline: ['张三', '李四光'],
    editorName: '赵六',
    credit: '新海网',
    at: '2021-12-13T00:30:05.000Z',
    html: `<!DOCTYPE html><html><head><meta charset="utf-8"/><meta name="publishid" content="1130001"/><meta name="source" content=""/><title>三号泊位通过竣工验收-新海网</title><meta name="keywords" content="泊位,验收,港口"/><meta name="description" content="三号泊位通过竣工验收---海港新区管委会昨日发布消息称，新建的三号泊位顺利通过竣工验收"/></head><body><div class="header domPC"><div class="header-top clearfix"><div class="header-nav left"><ul><li><a href="/">学习进行时</a></li><li><a>高层</a></li><li><a>时政</a></li></ul></div></div><div class="header-cont clearfix"><div class="header-time left"><span class="year"><em> 2021</em></span><span class="day"><em>12</em>/<em>13</em></span><span class="time"> 08:30:05</span></div><div class="source">来源：新海网</div><div class="head-line clearfix"><h1><span class="title">三号泊位通过竣工验收</span><span class="btn-audio"></span></h1><audio id="audioDom"></audio></div></div></div><div class="main clearfix"><div class="main-left left"><div id="detail"><span id="detailContent"><p style="text-indent: 2em;">\u3000\u3000新海社海港12月13日电（记者张三、李四光）${p1}</p><p>\u3000\u3000${p2}</p><p>\u3000\u3000${p3}</p></span><div id="articleEdit"><span class="tiyi1"><a href="javascript:void(0);">【纠错】</a></span><span class="editor"> 【责任编辑:赵六 】 </span></div></div></div><div class="main-right right"><div class="columBox zxdt"><div class="col-tit"><span><a href="/">深度观察</a></span></div><ul><li><a href="/1">别的新闻标题一二三四五六</a></li><li><a href="/2">别的新闻标题七八九十</a></li></ul></div></div></div><div class="foot"><script>x</script>Copyright © 2000 - 2024 新海网版权所有</div></body></html>`,
  },
  {
    kind: 'party paper online, date and source in one line',
    credit: '海港日报',
    editorName: '赵六、钱七',
    at: '2021-12-13T00:30:00.000Z',
    headings: ['完善体系'],
    html: `<html><head><meta http-equiv="content-type" content="text/html;charset=UTF-8"/><meta http-equiv="Content-Language" content="utf-8" /><title>三号泊位通过竣工验收--新海频道--人海网 </title><meta name="publishdate" content="2021-12-13"><meta name="author" content="101"><meta name="source" content="来源：海港日报"></head><body><div class="top"><a>登录</a></div><div class="layout route cf"><div class="col col-1"><div class="path"><a href="/" class="clink">人海网</a>&gt;&gt;<a href="/sc">新海频道</a></div></div></div><div class="layout rm_txt cf"><div class="col col-1 fl"><h3 class="pre"></h3><h1>三号泊位通过竣工验收</h1><h4 class="sub"></h4><div class="author cf"></div><div class="channel cf"><div class="col-1-1 fl">2021年12月13日08:30 | 来源：<a href="http://paper.example/">海港日报</a></div><div class="message cf"></div><div class="col-1-2 fr">小字号</div></div><div class="rm_txt_con cf"><p class="pic"></p><p>\u3000\u3000${p1}</p><p>\u3000\u3000${p2}</p><p>\u3000\u3000<strong>完善体系</strong></p><p>\u3000\u3000${p3}</p><p class="paper_num">\u3000\u3000《 海港日报 》（ 2021年12月13日 02 版）</p><div class="edit cf">(责编：赵六、钱七)</div><div class="share-demo"></div></div><div class="col col-2"><div class="share cf"><p>分享让更多人看到</p></div></div></div><div class="fr tjbox"><h3>推荐阅读</h3><ul><li><a href=1>推荐新闻标题内容一</a></li></ul></div></div><div class="copyright">人 海 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</div></body></html>`,
  },
  {
    kind: 'commercial portal, Open Graph and original title',
    credit: '海港日报',
    editorName: '赵六',
    originalTitle: '新海三号泊位昨日验收',
    at: '2021-12-13T00:30:05.000Z',
    url: 'https://news.example/c/2021-12-13/doc-ik1.shtml',
    html: `<!DOCTYPE html><html><head><meta charset="utf-8"><title>三号泊位通过竣工验收|泊位|港口_新狼新闻</title><meta property="og:title" content="三号泊位通过竣工验收"><meta property="og:description" content="三号泊位通过竣工验收"><meta property="og:url" content="https://news.example/c/2021-12-13/doc-ik1.shtml"><meta property="article:published_time" content="2021-12-13T08:30:05+08:00"><meta property="article:author" content="海港日报"><meta name="weibo: article:create_at" content="2021-12-13 08:30:05"></head><body><div class="main-content w1240"><div class="path-search" data-sudaclick="cnav_breadcrumbs_p"><div class="path"><div class="channel-path"><a href="/">新闻中心</a><span class="spliter">&gt;</span><a>国内</a> &gt; 正文</div></div></div><h1 class="main-title">三号泊位通过竣工验收</h1><div class="top-bar ani" id="top_bar"><div class="top-bar-inner clearfix"><div class="second-title">三号泊位通过竣工验收</div><div class="date-source"><span class="date">2021年12月13日 08:30</span> <a href="http://s.example" class="source ent-source">海港日报</a></div></div></div><div class="article-content clearfix"><div class="article-content-left"><div class="article" id="article"><p>\u3000\u3000原标题：新海三号泊位昨日验收</p><p>\u3000\u3000${p1}</p><div class="img_wrapper"><img src="//n.example/1.jpg" alt="泊位"/><span class="img_descr">泊位全景。张三 摄</span></div><p>\u3000\u3000${p2}</p><p>\u3000\u3000${p3}</p><p class="show_author">责任编辑：赵六 SN123</p><div id="left_hzh_ad"></div></div><div class="article-bottom clearfix"><div class="article-keywords"><span>文章关键词：</span><a>泊位</a></div><p class="article-editor">责任编辑：赵六 SN123</p></div></div><div class="article-content-right"><div class="tab">相关新闻</div><ul><li><a href=1>相关新闻标题一二三四</a></li></ul></div></div></div><div class="footer">新浪 版权所有</div></body></html>`,
  },
  {
    kind: 'government site, TRS editor and its own meta names',
    credit: '新海区港航局',
    byline: ['张三'],
    at: '2021-12-13T00:30:00.000Z',
    categories: ['工作动态'],
    url: 'http://www.xh.gov.example/gzdt/202112/t20211213_1.html',
    html: `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><meta name="ArticleTitle" content="三号泊位通过竣工验收"><meta name="PubDate" content="2021-12-13 08:30"><meta name="ContentSource" content="新海区港航局"><meta name="Author" content="张三"><meta name="ColumnName" content="工作动态"><meta name="Url" content="http://www.xh.gov.example/gzdt/202112/t20211213_1.html"><title>三号泊位通过竣工验收_新海区人民政府</title></head><body><table width="1000"><tr><td>您现在的位置：<a href="/">首页</a> &gt; <a href="/gzdt">工作动态</a></td></tr></table><div class="box"><div class="xl-title">三号泊位通过竣工验收</div><div class="xl-info">来源：新海区港航局 &nbsp;&nbsp;发布时间：2021-12-13 08:30&nbsp;&nbsp;浏览次数：<script>document.write(1)</script>次 &nbsp; 字体：[ <a>大</a> <a>中</a> <a>小</a> ]</div><div class="TRS_Editor"><div class="Custom_UnionStyle"><p align="justify">\u3000\u3000${p1}</p><p>\u3000\u3000${p2}</p><p align="justify">\u3000\u3000${p3}</p></div></div><div>附件：</div><div class="close"><a href="javascript:window.print()">【打印本页】</a><a>【关闭窗口】</a></div></div><div class="foot">主办：新海区人民政府办公室 网站标识码：1234567 </div></body></html>`,
  },
  {
    kind: 'subscription portal, share bar and recommendations inside',
    credit: '海港晚报',
    editorName: '赵六',
    originalTitle: '新海三号泊位昨日验收',
    at: '2021-12-13T00:30:05.000Z',
    html: `<!DOCTYPE html><html><head><title>三号泊位通过竣工验收|泊位|竣工_网海订阅</title><meta name="author" content="网海"><meta property="og:title" content="三号泊位通过竣工验收|泊位|竣工_网海订阅"><meta property="article:published_time" content="2021-12-13T08:30:05+08:00"></head><body><div class="post_crumb"><a href="/">网海首页</a> &gt; <a>资讯</a> &gt; 正文</div><div class="post_main"><h1 class="post_title">三号泊位通过竣工验收</h1><div class="post_info">2021-12-13 08:30:05\u3000来源: <a href="https://x.example/">海港晚报</a>\u3000广东 <a href="j" class="post_jubao">举报</a></div><div class="post_top"><div class="post_top_tie"><a class="post_top_tie_count">0</a></div><div class="post_top_share"><span class="post_top_share_title">分享至</span><ul><li><a>微信</a><div class="qrcode_tip">用微信扫码二维码<br>分享至好友和朋友圈</div></li></ul></div></div><div class="post_content" id="content"><div class="post_body"><p>\u3000\u3000（原标题：新海三号泊位昨日验收）</p><p id="a1">${p1}</p><p class="f_center"><img src="https://n.example/1.jpg"/><br/></p><p>${p2}</p><p>${p3}</p></div><div class="post_author"><a href="/"><img src="https://s.example/e.png"/></a>本文来源：海港晚报  责任编辑：赵六_NK1</div><div class="post_next"><a>下一篇</a></div></div><div class="post_comment"><div>跟贴</div></div><div class="post_recommends"><div class="post_recommends_title">相关推荐</div><div class="post_recommends_list"><a href="1">推荐标题一二三四五</a></div></div></div></body></html>`,
  },
  {
    kind: 'public account, sections and lazy pictures',
    url: 'http://mp.example/s/abc',
    credit: '海港日报',
    byline: ['张三'],
    editorName: '赵六',
    at: '2021-12-13T00:30:00.000Z',
    headings: ['完善体系'],
    html: `<!DOCTYPE html><html><head><meta property="og:title" content="三号泊位通过竣工验收" /><meta property="og:url" content="http://mp.example/s/abc" /><meta property="og:description" content="" /><meta name="author" content="张三" /><title></title></head><body><div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary"><div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">三号泊位通过竣工验收</h1><div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="wx_tap_link">原创</span><span class="rich_media_meta rich_media_meta_text">张三</span><span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a id="js_name">新海发布</a></span><em id="publish_time" class="rich_media_meta rich_media_meta_text">2021-12-13 08:30</em></div><div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; "><section><section><p style="text-align:center;"><strong><span>完善体系</span></strong></p></section><p><span>${p1}</span></p><p><br></p><section><p><img class="rich_pages" data-src="https://mm.example/640?wx_fmt=png" src="data:image/gif;base64,iVBOR"/></p></section><p><span>${p2}</span></p><p><span>${p3}</span></p><section style="text-align:center">END</section><p style="font-size:12px">来源：海港日报</p><p>编辑：赵六</p></section></div></div></div></div></div></body></html>`,
  },
  {
    kind: 'DedeCMS, text in a table of one cell',
    credit: '海港日报',
    byline: ['张三'],
    at: '2021-12-13T00:30:00.000Z',
    abstract: p1,
    html: `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>三号泊位通过竣工验收_某某网</title><meta name="description" content="${p1}" /></head><body><div class="place"><strong>当前位置:</strong> <a href='/'>主页</a> > <a href='/news/'>新闻</a> > </div><div class="viewbox"><div class="title"><h2>三号泊位通过竣工验收</h2></div><div class="info"><small>时间:</small>2021-12-13 08:30<small>来源:</small>海港日报 <small>作者:</small>张三 <small>点击:</small><script src="/plus/count.php"></script>次</div><div class="intro">${p1}</div><div class="content"><table width='100%'><tr><td>\u3000\u3000${p1}<br/>\u3000\u3000${p2}<br /><br />\u3000\u3000${p3}</td></tr></table></div><div class="dede_pages"><ul class="pagelist"></ul></div><div class="newdigg" id="newdigg"><div class="diggbox digg_good"><div class="digg_act">顶一下</div><div class="digg_num">(0)</div></div></div></div><div class="boxoff"><strong>------分隔线----------------------------</strong></div><div class="handle"><div class="context"><ul><li>上一篇：<a href='/1'>旧闻</a></li><li>下一篇：没有了</li></ul></div></div><div class="mt1"><dl class="tbox"><dt><strong>推荐内容</strong></dt><dd><ul><li><a href=1>热点文章标题</a></li></ul></dd></dl></div></body></html>`,
  },
  {
    kind: 'news agency, reporter in a line of his own',
    credit: '中海新闻网',
    byline: ['张三'],
    editorName: '赵六',
    at: '2021-12-13T00:30:00.000Z',
    html: `<html><head><title>三号泊位通过竣工验收-中海新闻网</title><meta name="keywords" content="泊位"/></head><body><div id="con"><div class="con_left"><h1 style="display:block; position:relative; text-align:center; clear:both">三号泊位通过竣工验收</h1><div class="left-t">2021年12月13日 08:30\u3000来源：<a href="/" class="source">中海新闻网</a><a href="#" class="chan">参与互动</a></div><div class="left_ph"></div><div class="left_zw"><p>\u3000\u3000中海社海港12月13日电 题：三号泊位通过竣工验收</p><p>\u3000\u3000中海社记者 张三</p><p>\u3000\u3000${p1}</p><p>\u3000\u3000${p2}</p><p>\u3000\u3000${p3}(完)</p></div><div class="adEditor"><div class="left_name right"><span>【编辑:赵六】</span></div></div></div><div class="con_right"><div class="title">更多精彩内容进入国内频道</div><ul><li><a href=1>中国新闻精选标题</a></li></ul></div></div></body></html>`,
  },
  {
    kind: 'layout tables without any name',
    credit: '海港日报',
    views: 1234,
    at: '2021-12-13T00:30:05.000Z',
    html: `<html><head><title>三号泊位通过竣工验收</title></head><body><table><tr><td><a href=/>首页</a> <a>新闻</a></td></tr></table><table><tr><td width=200><a href=1>链接一</a><br><a href=2>链接二</a></td><td><div align=center><font size=5><b>三号泊位通过竣工验收</b></font></div><div align=center>http://www.example.com 2021-12-13 8:30:05 海港日报 阅读：1,234</div><font>\u3000\u3000${p1}<br><br>\u3000\u3000${p2}<br><br>\u3000\u3000${p3}</font></td></tr></table><table><tr><td>版权所有 电话：0000</td></tr></table></body></html>`,
  },
  {
    kind: 'broadcaster, editors below the text',
    credit: '海视新闻客户端',
    byline: ['张三'],
    editorName: '钱七',
    at: '2021-12-13T00:30:05.000Z',
    html: `<html><head><title>三号泊位通过竣工验收_新闻频道_海视网(hsw.example)</title><meta name="description" content="${p1}"/><meta name="author" content="赵六"/><meta name="source" content="海视新闻客户端"/></head><body><div id="title_area"><h1>三号泊位通过竣工验收</h1><div class="info1">来源：海视新闻客户端 | 2021年12月13日 08:30:05</div><div class="info">来源：海视新闻客户端 | 2021年12月13日 08:30:05</div></div><div id="content_area"><p>海视网消息：${p1}</p><p class="photo_img_20190808"><img src="//p.example/1.jpg" alt=""></p><p>${p2}</p><p>（总台海视记者 张三）</p><p>${p3}</p></div><div class="zebian"><span>编辑：<i>赵六</i></span> <span>责任编辑：<i>钱七</i></span></div><div class="nav_list">点击收起全文</div></body></html>`,
  },
  {
    kind: 'central government site, numbered headings',
    credit: '交通运输部网站',
    editorName: '赵六',
    at: '2021-12-13T00:30:05.000Z',
    headings: ['一、总体要求', '二、保障措施'],
    html: `<html><head><meta name="manuscriptId" content="1"><meta name="firstpublishedtime" content="2021-12-13-08:30:05"><meta name="lastmodifiedtime" content="2021-12-13-08:30:05"><meta name="author" content="赵六"><title>三号泊位通过竣工验收_部门动态_中国海府网</title></head><body><div class="BreadcrumbNav"><a href="/">首页</a> &gt; <a href="/bm/">部门动态</a></div><div class="article oneColumn pub_border"><h1>三号泊位通过竣工验收</h1><div class="pages-date">2021-12-13 08:30 <span class="font">来源： 交通运输部网站</span><span class="font" id="change_size">字号：<span>默认</span><span>大</span><span>超大</span>|</span><span class="font printIco">打印</span><span class="font share">|<span class="share_bg"><a class="share-wechat"></a></span></span></div><div class="pages_content" id="UCAP-CONTENT"><p style="text-indent: 2em;">${p1}</p><p style="text-indent: 2em; text-align: center;"><span style="font-weight: bold;">一、总体要求</span></p><p>${p2}</p><p><b>二、保障措施</b></p><p>${p3}</p></div><div class="editor">责任编辑：赵六</div></div><div class="related"><h2>相关稿件</h2><ul><li><a href=1>x</a></li></ul></div><div class="footer">版权所有：中国海府网</div></body></html>`,
  },
  {
    kind: 'aggregator, account name for the source',
    credit: '新海发布',
    at: '2021-12-13T00:30:00.000Z',
    html: `<html><head><title>三号泊位通过竣工验收-今日海条</title></head><body><div class="article-content"><h1>三号泊位通过竣工验收</h1><div class="article-meta"><span class="original-tag">原创</span><span>2021-12-13 08:30</span><span class="dot">·</span><span class="name"><a href="/u">新海发布</a></span></div><article class="syl-article-base"><p>${p1}</p><p>${p2}</p><div class="pgc-img"><img src="https://p.example/a.jpg" width="1080"><p class="pgc-img-caption">泊位全景</p></div><p>${p3}</p></article><div class="copyright">特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</div></div><div class="detail-side">热榜</div></body></html>`,
  },
  {
    kind: 'digital newspaper, subtitle and page number',
    credit: '海港日报',
    byline: ['张三'],
    subtitle: '今年第五个投运重点项目',
    day: '2021-12-13',
    html: `<html><head><title>海港日报-2021年12月13日 星期一</title></head><body><div class="main"><div class="article-box"><div class="article"><h3></h3><h1>三号泊位通过竣工验收</h1><h2>今年第五个投运重点项目</h2><p class="sec">本报记者\u3000张\u3000三<span class="date">《海港日报》（ 2021年12月13日 \u3000第 02 版）</span></p><div class="attachment"></div><div id="ozoom"><p>\u3000\u3000${p1}</p><p>\u3000\u3000${p2}</p><p>\u3000\u3000${p3}</p></div></div></div></div></body></html>`,
  },
  {
    kind: 'forum portal, cut abstract and views',
    credit: '海港日报',
    views: 1234,
    truncated: true,
    at: '2021-12-13T00:30:00.000Z',
    html: `<html><head><title>三号泊位通过竣工验收 - 海港论坛</title></head><body><div id=wrap><h1 class=ph>三号泊位通过竣工验收</h1><p class="xg1">2021-12-13 08:30<span class="pipe">|</span> 发布者: <a href="u">admin</a><span class="pipe">|</span> 查看: <em id="_viewnum">1234</em><span class="pipe">|</span> 评论: 0<span class="pipe">|</span>来自: 海港日报</p><div class="s"><div><strong>摘要</strong>: ${p1.slice(0, 60)} ...</div></div><div class="d"><table cellpadding="0"><tr><td id="article_content"><div>${p1}</div><div><br></div><div>${p2}</div><div>${p3}</div></td></tr></table><div id="click_div"><table><tr><td><a>路过</a></td><td><a>鸡蛋</a></td></tr></table></div></div></div></body></html>`,
  },
  {
    kind: 'portal, the date in three lines',
    at: '2021-12-13T00:30:00.000Z',
    html: `<html><head><title>三号泊位通过竣工验收_腾海新闻</title><meta name="apub:time" content="12/13/2021, 8:30:05 AM"><meta name="apub:from" content="default"><script>window.DATA = {"media":"海港日报","pubtime":"2021-12-13 08:30:05"}</script></head><body><div class="LEFT"><h1>三号泊位通过竣工验收</h1><div class="content clearfix"><div id="LeftTool" class="LeftTool"><div class="year through"><span>2021</span></div><div class="md">12/13</div><div class="time">08:30</div></div><div class="content-article"><p class="one-p">${p1}</p><p class="one-p"><img class="content-picture" src="//inews.example/1"></p><p class="one-p">${p2}</p><p class="one-p">${p3}</p><div id="Status"></div></div></div></div></body></html>`,
  },
];
