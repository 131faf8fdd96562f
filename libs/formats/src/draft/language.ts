import { detectLanguage, type Warning } from '@wiredesk/content';

const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/;
const sampleChars = 400;
const sampleCharsMin = 60;
const hanPart = 0.3;

/**
 * The language of a piece: as declared, unless its writing is another (templates leave `lang="en"` on Chinese pages); where
 * nothing is declared, that of the text.
 */
export const languageOf = (declared: string | undefined, title: string, text: string): { readonly language: string; readonly warnings: readonly Warning[] } => {
  const given = declared?.trim().replaceAll('_', '-') ?? '';
  if (!tag.test(given)) return { language: detectLanguage(`${title}\n${text}`), warnings: [] };
  if (fitsWriting(given, text.slice(0, sampleChars))) return { language: given, warnings: [] };
  const language = detectLanguage(`${title}\n${text}`);
  return language === 'und' ? { language: given, warnings: [] } : { language, warnings: [{ code: 'language-mismatch', detail: `declared as ${given}, it is written in ${language}` }] };
};

const fitsWriting = (language: string, sample: string): boolean => {
  if (sample.length < sampleCharsMin) return true;
  const han = sample.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  if (/^(?:zh|cmn|yue|wuu)\b/i.test(language)) return han > 0;
  return /^(?:ja|ko|mul|und)\b/i.test(language) || han < sample.length * hanPart;
};
