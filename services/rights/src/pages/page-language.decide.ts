/** Languages that pages for people are written in. */
export type PageLanguage = 'zh' | 'en';

/** The language that was asked for (`?lang=`), else the first one of Accept-Language that we have, else English. */
export const languageOf = (asked: string | undefined, acceptLanguage: string | undefined): PageLanguage => {
  if (asked === 'zh' || asked === 'en') return asked;
  const wanted = (acceptLanguage ?? '')
    .split(',', 20)
    .map((part, i) => ({ tag: part.trim().toLowerCase().split(/[-;]/)[0], q: qualityOf(part), i }))
    .filter(({ tag, q }) => q > 0 && (tag === 'zh' || tag === 'en'))
    .sort((a, b) => b.q - a.q || a.i - b.i);
  return wanted[0]?.tag === 'zh' ? 'zh' : 'en';
};

const qualityOf = (part: string): number => {
  const q = Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1);
  return Number.isNaN(q) ? 0 : q;
};
