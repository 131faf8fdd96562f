const simplifiedOnly = /[这国们说为来时会对发开关学长东车马门问间见现实体当让还进过远运边头义乐习书买乱争亚产亲仅从众优传伤]/g;
const traditionalOnly = /[這國們說為來時會對發開關學長東車馬門問間見現實體當讓還進過遠運邊頭義樂習書買亂爭亞產親僅從眾優傳傷]/g;
const stopWords: Readonly<Record<string, RegExp>> = {
  en: /\b(the|and|of|to|in|that|was|for|with|on|is|by|said)\b/gi,
  de: /\b(der|die|und|das|den|von|mit|ist|nicht|ein|auf|für)\b/gi,
  fr: /\b(le|la|les|des|et|une|dans|est|pour|que|sur|pas)\b/gi,
  es: /\b(el|los|las|una|que|del|por|para|con|fue|más)\b/gi,
};

const sampleChars = 2_000;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** BCP 47 tag of a text's main language by script and stop words; `und` where nothing speaks for one. */
export const detectLanguage = (text: string): string => {
  const sample = text.slice(0, sampleChars);
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return 'und';
  if (count(sample, /[\u3040-\u30ff]/g) / letters > 0.1) return 'ja';
  if (count(sample, /[\uac00-\ud7af]/g) / letters > 0.3) return 'ko';
  if (count(sample, /[\u4e00-\u9fff]/g) / letters > 0.3) return count(sample, traditionalOnly) > count(sample, simplifiedOnly) ? 'zh-Hant' : 'zh-Hans';
  if (count(sample, /[\u0400-\u04ff]/g) / letters > 0.3) return 'ru';
  if (count(sample, /[\u0600-\u06ff]/g) / letters > 0.3) return 'ar';
  const scores = Object.entries(stopWords).map(([language, pattern]) => [language, count(sample, pattern)] as const);
  const [best] = scores.sort((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : 'und';
};

/** True for any Chinese tag. */
export const isChinese = (language: string): boolean => /^zh\b/i.test(language);
