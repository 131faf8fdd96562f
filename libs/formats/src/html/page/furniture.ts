import { nameOf, textIn, type PageElement } from './dom.js';

const never = 'script, style, noscript, template, form, nav, aside, button, input, select, textarea, object, embed, canvas, svg, link, meta';
const names = /(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|pos|position|location|share|sharing|bdshare\w*|bdsharebuttonbox|jiathis\w*|social\w*|award|reward|dashang|donate|qr|qrcode|erweima|ewm|related|relate|recommend\w*|tuijian|hot|rank\w*|paihang|prevnext|prev|next|pre_next|pager?|pages|pagination|fenye|comments?|comment[-_]?\w*|pinglun|cmt|foot|footer|copyright|banquan|disclaimer|statement|sidebar|side|toolbar|tools?|fontsize|print|like|zan|dianzan|digg|favou?rite|subscribe|newsletter|advert\w*|ads?|ad[-_]\w+|gg|guanggao|login|search|tags?|keywords?|toptop|gotop|editor-?info|signin|app-?download|weixin|wechat)(?:$|[\s_\d-])/i;

/** Lines that belong to the page and not to the piece. */
const furnitureLine =
  /^(?:[【[（(「]?\s*)?(?:上一篇|下一篇|上一条|下一条|上篇|下篇|上一页|下一页|前一篇|后一篇|分享到|分享至|分享[:：]|一键分享|扫一扫|扫码|扫描(?:上方|下方)?二维码|长按(?:识别)?二维码|关注(?:我们|微信|公众号)|微信扫|当前位置|您(?:的|现在的|所在)?位置|您当前的位置|打赏|点赞|收藏|举报|我要评论|发表评论|网友评论|查看评论|返回(?:首页|顶部|列表|上一页)|打印(?:本页|此文)?|关闭(?:窗口|本页)?|字号|字体|【?大\s*中\s*小|更多[>»＞]|阅读原文|点击(?:查看|进入|下载)|打开(?:APP|客户端)|下载(?:APP|客户端)|我要纠错|纠错|热门(?:文章|推荐|新闻)|猜你喜欢|网站首页|[-—=\s]{0,40}(?:END|完)[-—=\s]{0,40}$|[-—=]{6})/iu;
/** After such a line a list of other pieces follows. */
const listHead = /^[【[「]?(?:更多\s*[>»＞]?\s*)?(?:(?:相关|相關)(?:阅读|閱讀|新闻|新聞|文章|報導|链接|文章|报道|资讯|推荐|专题|内容)|推荐(?:阅读|图文|资讯|新闻|文章)?|延伸(?:阅读|閱讀)|同类(?:资讯|文章|新闻)|点击排行|排行榜|热点(?:新闻|推荐)|最新(?:文章|资讯|新闻)|(?:热门|熱門)(?:文章|新闻|新聞|资讯|推荐)?|猜你喜欢|猜你喜歡|精彩推荐|为您推荐|推薦(?:閱讀|文章|新聞)?|更多新聞|related (?:articles|stories|posts)|read more|more stories|you may also like|recommended)[】\]」]?\s*[:：]?$/iu;

/** More of them are no lists of a page; each looks at what is around it. */
const listHeadsMax = 30;

const blocks = 'p, div, section, ul, ol, dl, table, h2, h3, h4, h5, h6, span, center, strong, footer, header, a';

const linkShare = (element: PageElement): number => {
  const all = textIn(element).length;
  if (all === 0) return 0;
  let linked = 0;
  for (const link of element.querySelectorAll('a')) linked += textIn(link).length;
  return linked / all;
};

/** Frames that play something; the others are adverts and counters. */
const player = /player|video|embed|youtube|youku|bilibili|iqiyi|vimeo|v\.qq\.com|cctv/i;

/** What never is content, anywhere on the page. */
export const dropInvisible = (root: PageElement): void => {
  for (const element of [...root.querySelectorAll(never)]) element.remove();
  for (const frame of [...root.querySelectorAll('iframe')]) if (!player.test(frame.getAttribute('src') ?? '')) frame.remove();
  for (const element of [...root.querySelectorAll('[hidden], [style*="display:none"], [style*="display: none"]')]) element.remove();
};

/** Elements whose name says navigation, sharing, lists or adverts; not if most of the page's text is inside: names lie. */
export const dropNamedFurniture = (root: PageElement, keep: PageElement | null): void => {
  const whole = textIn(root).length;
  for (const element of [...root.querySelectorAll('div, ul, ol, dl, table, section, p, span, footer, header')]) {
    if (!names.test(nameOf(element)) && element.localName !== 'footer') continue;
    if (keep && (element === keep || element.contains(keep))) continue;
    const length = textIn(element).length;
    if (length > 400 && length > whole / 4 && linkShare(element) < 0.3) continue;
    element.remove();
  }
};

/** Inside a body: lines and lists of the page around it. */
export const dropFurnitureLines = (body: PageElement): void => {
  let listHeads = 0;
  for (const element of [...body.querySelectorAll(blocks)]) {
    if (!body.contains(element)) continue;
    const text = textIn(element);
    if (text === '' || text.length > 120) continue;
    if (listHead.test(text) && element.localName !== 'a' && listHeads < listHeadsMax) {
      listHeads += 1;
      dropList(element, body);
    }
    else if (furnitureLine.test(text) && (text.length <= 40 || linkShare(element) > 0.2)) element.remove();
  }
  // A list of nothing but links at the end is other pieces.
  for (let last = body.lastElementChild; last && textIn(last) !== '' && /^(?:ul|ol|dl|table|div)$/.test(last.localName) && linkShare(last) > 0.85 && textIn(last).length < 2_000; last = body.lastElementChild) last.remove();
};

/** Whether an element says nothing but the head, or the head and links. */
const isHeadOnly = (element: PageElement, head: PageElement): boolean => {
  let linked = 0;
  for (const link of element.querySelectorAll('a')) linked += textIn(link).length;
  return textIn(element).length - textIn(head).length - linked <= 2 && textIn(element).length < 200;
};

const dropList = (head: PageElement, body: PageElement): void => {
  let top = head;
  while (top.parentElement && top.parentElement !== body && isHeadOnly(top.parentElement, head)) top = top.parentElement;
  for (let next = top.nextElementSibling; next && (linkShare(next) > 0.5 || textIn(next) === ''); next = top.nextElementSibling) next.remove();
  top.remove();
};
