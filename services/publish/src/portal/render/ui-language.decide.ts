/** Languages that the portal's own words exist in. */
export type UiLanguage = 'zh' | 'en';

export interface LanguageWishes {
  /** `?lang=`. */
  readonly asked: string | undefined;
  readonly acceptLanguage: string | undefined;
  /** BCP 47 tag of the article that the page shows. */
  readonly articleLanguage: string | undefined;
  readonly fallback: UiLanguage;
}

const known = (tag: string | undefined): UiLanguage | undefined => {
  const primary = /^[a-z]{2,3}\b/i.exec(tag?.trim() ?? '')?.[0].toLowerCase();
  return primary === 'zh' || primary === 'en' ? primary : undefined;
};

/** Tags of an Accept-Language header, most wanted first (RFC 9110 §12.5.4). */
const wanted = (header: string): string[] =>
  header
    .split(',')
    .slice(0, 20)
    .map((part, order) => {
      const [tag = '', ...parameters] = part.split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.trim(), q: q === undefined ? 1 : Number(q), order };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q || a.order - b.order)
    .map(({ tag }) => tag);

/**
 * The language of a page's own words: what the address asks for, else the article's (a page reads in one language),
 * else the reader's, else the operator's.
 */
export const chooseUiLanguage = ({ asked, acceptLanguage, articleLanguage, fallback }: LanguageWishes): UiLanguage => {
  const first = known(asked) ?? known(articleLanguage);
  if (first) return first;
  for (const tag of wanted(acceptLanguage ?? '')) {
    const language = known(tag);
    if (language) return language;
  }
  return fallback;
};
