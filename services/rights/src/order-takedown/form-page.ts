import { renderPage } from '../pages/page.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import type { FormField, FormValues } from './form.decide.js';
import { formTexts } from './form-texts.js';

export interface FormProblem {
  readonly field: FormField;
  readonly text: string;
}

/** What is at an address of the form. */
export interface Preview {
  readonly url: string;
  readonly kind: 'found' | 'unknown' | 'invalid';
  readonly title: string | null;
}

/** The takedown form, with what was filled in, what must be mended and what its addresses name. */
export const formPage = (given: { language: PageLanguage; values: FormValues; problems: readonly FormProblem[]; previews: readonly Preview[]; needed: readonly string[] }): string => {
  const { language, values } = given;
  const t = formTexts[language];
  const first = values.urls.split('\n')[0] ?? '';
  const other = new URLSearchParams({ ...(first === '' ? {} : { url: first }), ...(values.wanted === '' ? {} : { wanted: values.wanted }), lang: language === 'zh' ? 'en' : 'zh' });
  const wrong = new Set(given.problems.map(({ field }) => field));
  return renderPage('order-takedown/form', { language, title: t.title, otherLanguageUrl: `/takedown?${other.toString()}` }, {
    t,
    values: { ...values, lang: language },
    problems: given.problems,
    needed: given.needed,
    previews: given.previews,
    /** Attributes that tell a screen reader which field is to be mended. */
    wrong: (field: FormField) => (wrong.has(field) ? 'aria-invalid="true"' : ''),
  });
};
