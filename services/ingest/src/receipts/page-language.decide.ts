/** Languages that pages for people are written in. */
export type PageLanguage = 'zh' | 'en';

/** The language that was asked for (`?lang=`), else the first one of Accept-Language that we have, else English. */
export const languageOf = (asked: string | undefined, acceptLanguage: string | undefined): PageLanguage => {
  if (asked === 'zh' || asked === 'en') return asked;
  const ranked = (acceptLanguage ?? '')
    .split(',', 20)
    .map((part, i) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = Number(/^\s*q=([\d.]+)/.exec(parameters[0] ?? '')?.[1] ?? 1);
      return { language: tag.split('-')[0] ?? '', q: Number.isNaN(q) ? 0 : q, i };
    })
    .sort((a, b) => b.q - a.q || a.i - b.i);
  return ranked.find(({ language, q }) => q > 0 && (language === 'zh' || language === 'en'))?.language === 'zh' ? 'zh' : 'en';
};
