import { caseTexts } from '../cases/case-texts.js';
import { addressLines, forwarded, paragraphs, type LetterFacts, type LetterTexts } from './letter-parts.js';

const lines = (facts: LetterFacts): string => addressLines(facts, 'zh');
const answer = ({ publicUrl, number }: LetterFacts): string => `当事人可在 ${publicUrl}/counter?case=${number} 免费提交书面说明，也可以向人民法院起诉。`;
const redress = ({ regime }: LetterFacts): string => (regime === 'EU_DSA' ? '您可在六个月内通过案件页面申诉，由另一人决定；也可向经认证的庭外机构或法院寻求救济。' : '您可以向人民法院起诉。');
const counterMeans = ({ regime }: LetterFacts): string => {
  if (regime === 'US_512') return '我们将在收到该反通知后第 10 至第 14 个工作日内恢复，除非在此之前收到您已起诉请求法院命令的通知。';
  if (regime === 'CN_TIAOLI') return '相关内容已依法立即恢复。您不得就同一内容再次通知，可以向主管部门投诉或者向人民法院起诉。';
  return '自本函送达之日起，规则规定的期限届满而未收到您已投诉或者起诉的通知的，我们将及时终止所采取的措施。';
};

/** Letters in Chinese. */
export const chineseLetters: LetterTexts = {
  receipt: (facts) => ({ subject: `案件 ${facts.number}：已收到您的通知`, body: paragraphs(`我们已收到您的通知，案号 ${facts.number}，适用${caseTexts.zh.regimes[facts.regime]}。`, lines(facts), '您当时得到的专用链接可查看每个副本的处理结果。邮件并不保密，故此处不再重复该链接。', facts.operator) }),
  'cure-request': (facts) => ({
    subject: `案件 ${facts.number}：通知尚不完整`,
    body: paragraphs(`我们已收到您的通知（案号 ${facts.number}）。通知缺少所适用规则要求的内容，目前没有下架任何内容。请补充：`, facts.missing.map((field) => `- ${caseTexts.zh.fields[field]}`).join('\n'), '请使用您的专用链接补充，或回复本函。补充完整后，通知即如最初完整提交一样生效。', lines(facts), facts.operator),
  }),
  decision: (facts) => ({ subject: `案件 ${facts.number}：决定`, body: paragraphs('我们决定如下：', lines(facts), ...facts.reasons, redress(facts), facts.operator) }),
  'put-back': (facts) => ({ subject: `案件 ${facts.number}：已恢复`, body: paragraphs('以下网址已恢复：', lines(facts), ...facts.reasons, redress(facts), facts.operator) }),
  'counter-forwarded': (facts) => ({ subject: `案件 ${facts.number}：转送当事人的书面说明`, body: paragraphs('当事人说明其不构成侵权：', lines(facts), counterMeans(facts), facts.operator) }),
  lapsed: (facts) => ({ subject: `案件 ${facts.number}：通知已失效`, body: paragraphs('补充通知的期限已过，没有下架任何内容。您可随时提交新的通知。', lines(facts), facts.operator) }),
  'notifier-judged': (facts) => ({
    subject: `案件 ${facts.number}：无依据的通知`,
    body: paragraphs('您已决定的通知多数不成立。', facts.reasons.includes('notifier-suspend') ? '一段时间内，您的通知须先由人工核实再处理；法院和主管机关的命令不受影响。' : '如继续如此，您的通知将先由人工核实再处理。', '您可回复本函提出异议。', facts.operator),
  }),
  'statement-of-reasons': (facts) => ({
    subject: `案件 ${facts.number}：贵方内容被限制，理由说明`,
    body: paragraphs(
      '以下来自贵方的内容已在全部渠道和全部地域停止访问，直至案件另有决定：', lines(facts),
      `事实：有一份类型为“${facts.claimType}”的通知指向上述内容。${facts.decidedByPerson ? '由人工决定。' : '系依规则先行采取措施，随后由人工复核。'}未使用自动化手段发现。`,
      `依据：${facts.law === '' ? '见案件' : facts.law}。`, '现将通知转送贵方：', forwarded(facts, '通知人：', '作品：'), answer(facts), facts.operator,
    ),
  }),
  'restriction-confirmed': (facts) => ({ subject: `案件 ${facts.number}：维持限制`, body: paragraphs('经人工复核，维持对以下内容的限制：', lines(facts), ...facts.reasons, answer(facts), facts.operator) }),
  restored: (facts) => ({ subject: `案件 ${facts.number}：贵方内容已恢复`, body: paragraphs('本案对以下内容的限制已终止：', lines(facts), '其中部分内容可能仍受其他限制。', ...facts.reasons, facts.operator) }),
  'public-notice': (facts) => ({
    subject: `公告 ${facts.number}`,
    body: paragraphs(`依据${facts.law}，以下网址已停止访问。因服务对象网络地址不明无法转送，现将通知内容公告如下：`, lines(facts), forwarded(facts, '通知人：', '作品：'), answer(facts)),
  }),
};
