import type { UiLanguage } from './ui-language.decide.js';

/** Names of common sections, and of the top of IPTC's media topics (https://cv.iptc.org/newscodes/mediatopic/). */
const names: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  news: ['要闻', 'News'], local: ['本地', 'Local'], china: ['国内', 'China'], world: ['国际', 'World'], international: ['国际', 'International'], politics: ['时政', 'Politics'],
  economy: ['经济', 'Economy'], business: ['财经', 'Business'], finance: ['金融', 'Finance'], industry: ['产业', 'Industry'], technology: ['科技', 'Technology'], tech: ['科技', 'Technology'],
  science: ['科学', 'Science'], education: ['教育', 'Education'], culture: ['文化', 'Culture'], arts: ['文艺', 'Arts'], sport: ['体育', 'Sport'], sports: ['体育', 'Sports'],
  health: ['健康', 'Health'], environment: ['环境', 'Environment'], weather: ['天气', 'Weather'], society: ['社会', 'Society'], opinion: ['评论', 'Opinion'], harbour: ['港口', 'Harbour'],
  town: ['城市', 'Town'], transport: ['交通', 'Transport'], energy: ['能源', 'Energy'], agriculture: ['农业', 'Agriculture'], 'development-zones': ['开发区', 'Development zones'],
  '01000000': ['文化娱乐', 'Arts and culture'], '02000000': ['法治', 'Crime and law'], '03000000': ['灾害事故', 'Disasters'], '04000000': ['经济', 'Economy'], '05000000': ['教育', 'Education'],
  '06000000': ['环境', 'Environment'], '07000000': ['健康', 'Health'], '08000000': ['人物', 'People'], '09000000': ['劳动', 'Labour'], '10000000': ['生活', 'Lifestyle'],
  '11000000': ['时政', 'Politics'], '12000000': ['宗教', 'Religion'], '13000000': ['科技', 'Science and technology'], '14000000': ['社会', 'Society'], '15000000': ['体育', 'Sport'],
  '16000000': ['冲突', 'Conflict'], '17000000': ['天气', 'Weather'],
};

/** Sources write their sections in their own language: 文化 and Culture are one section. */
const byName = new Map(Object.values(names).flatMap((pair) => pair.map((name) => [name.toLowerCase(), pair] as const)));

/** What readers see for a category's code: a known name, the name that the upstream gave, else the code made readable. */
export const categoryLabel = (code: string, language: UiLanguage, given?: string): string => {
  const plain = code.toLowerCase().replace(/^(medtop|subject):/, '');
  const known = Object.hasOwn(names, plain) ? names[plain] : byName.get(plain);
  if (known) return known[language === 'zh' ? 0 : 1];
  if (given !== undefined && given.trim() !== '') return given;
  const readable = code.replace(/[-_]+/g, ' ').trim();
  return /^[a-z]/.test(readable) ? `${readable.charAt(0).toUpperCase()}${readable.slice(1)}` : readable;
};
