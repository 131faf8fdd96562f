import { renderPage } from '../pages/page.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import { caseTexts } from './case-texts.js';
import { possible } from './machine.decide.js';
import { regimes } from './regimes.js';
import type { ReadCase } from './read-case.js';

const targetsShownMax = 500;
const pointsShownMax = 100;

/** The page of a case for its claimant. */
export const casePage = ({ view, mayWithdraw }: ReadCase, given: { language: PageLanguage; token: string; operator: string; points: readonly string[] }): string => {
  const { language, token } = given;
  const t = caseTexts[language];
  const query = (lang: string): string => `?${new URLSearchParams({ ...(token === '' ? {} : { token }), lang }).toString()}`;
  return renderPage('cases/case', { language, title: t.title(view.number), otherLanguageUrl: query(language === 'zh' ? 'en' : 'zh') }, {
    ...view,
    t,
    operator: given.operator,
    hasToken: token !== '',
    token,
    curable: mayWithdraw && view.targets.some(({ state }) => state === 'incomplete'),
    withdrawable: mayWithdraw ? view.targets.flatMap((target, ordinal) => (possible(target.state).includes('withdrawn') ? [{ ordinal, name: target.url ?? target.itemId ?? '' }] : [])).slice(0, targetsShownMax) : [],
    complainable: mayWithdraw && regimes[view.regime].complaint !== null ? view.targets.flatMap((target, ordinal) => (possible(target.state).includes('complaint-filed') ? [{ ordinal, name: target.url ?? target.itemId ?? '' }] : [])).slice(0, targetsShownMax) : [],
    mayGive: mayWithdraw,
    shown: view.targets.slice(0, targetsShownMax),
    leftOut: Math.max(0, view.targets.length - targetsShownMax),
    points: given.points.slice(0, pointsShownMax),
    certificatePdfUrl: `/cases/${view.number}/certificate.pdf?${new URLSearchParams({ token, lang: language }).toString()}`,
    certificateUrl: `/cases/${view.number}/certificate?${new URLSearchParams({ token }).toString()}`,
  });
};

/** One page for a case that is not there and a token that is not its own. */
export const unknownCasePage = (language: PageLanguage): string => {
  const t = caseTexts[language];
  return renderPage('cases/unknown', { language, title: t.unknownTitle, otherLanguageUrl: null }, { text: t.unknown });
};
