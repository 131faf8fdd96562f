import type { Case } from '../cases/case.store.js';
import type { CaseView } from '../cases/case-view.js';
import { caseTexts } from '../cases/case-texts.js';
import { possible } from '../cases/machine.decide.js';
import type { StoredCounter } from '../counter-notice/counter-notice.store.js';
import type { QueuedCase } from '../decide-case/case-queue.store.js';
import { decisionNames, happeningOfDecision, type DecisionName } from '../decide-case/decision.js';
import type { EvidenceFile } from '../evidence-files/evidence-file.store.js';
import { notice } from '../order-takedown/notice.js';
import { renderPage } from '../pages/page.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import type { ArticleBeside } from './articles-beside.js';
import { deskTexts } from './desk-texts.js';

const targetsShownMax = 100;

/** The queue, the most urgent first. */
export const deskQueuePage = (cases: readonly QueuedCase[], given: { language: PageLanguage; next: number | null; lettersByHand: number }): string => {
  const { language } = given;
  const d = deskTexts[language];
  return renderPage('officer-desk/queue', { language, title: d.queue, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { d, t: caseTexts[language], cases, next: given.next, lettersByHand: given.lettersByHand });
};

/** A case with the notice and the article side by side, and what may be decided of each target. */
export const deskCasePage = (given: { one: Case; view: CaseView; counters: readonly StoredCounter[]; files: readonly EvidenceFile[]; articles: ReadonlyMap<string, ArticleBeside> }, language: PageLanguage): string => {
  const { one, view } = given;
  const d = deskTexts[language];
  const targets = view.targets.slice(0, targetsShownMax).map((target, ordinal) => ({ ...target, ordinal, article: given.articles.get(target.itemId ?? '') ?? null }));
  const stated = notice.safeParse(one.notice);
  return renderPage('officer-desk/case', { language, title: `${d.case} ${one.number}`, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, {
    d,
    t: caseTexts[language],
    view,
    notice: stated.success ? stated.data : null,
    targets,
    leftOut: Math.max(0, view.targets.length - targets.length),
    decisions: decisionsFor(view),
    counters: given.counters,
    files: given.files,
  });
};

/** Decisions that at least one target of the case can take now. */
const decisionsFor = (view: CaseView): DecisionName[] => {
  const now = new Set(view.targets.flatMap(({ state }) => possible(state)));
  return decisionNames.filter((name) => now.has(happeningOfDecision(name).type));
};
