import { caseTexts } from '../cases/case-texts.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import { addressLines, forwarded, paragraphs, type LetterFacts, type LetterTexts } from './letter-parts.js';
import { chineseLetters } from './letter-texts-zh.js';

const en: LetterTexts = {
  receipt: (facts) => ({ subject: `Case ${facts.number}: your notice was received`, body: paragraphs(`We received your notice and opened case ${facts.number} under these rules: ${caseTexts.en.regimes[facts.regime]}.`, addressLines(facts, 'en'), 'The private link that you were given shows what becomes of each copy. It is not repeated here, because mail is not private.', facts.operator) }),
  'cure-request': (facts) => ({
    subject: `Case ${facts.number}: your notice is not complete`,
    body: paragraphs(`We received your notice (case ${facts.number}). It lacks what the rules ask for, so nothing was taken down yet. Please add:`, facts.missing.map((field) => `- ${caseTexts.en.fields[field]}`).join('\n'), 'Use the private link that you were given, or answer this letter. Once complete, the notice takes effect as if it had come so.', addressLines(facts, 'en'), facts.operator),
  }),
  decision: (facts) => ({ subject: `Case ${facts.number}: decision`, body: paragraphs('We decided:', addressLines(facts, 'en'), ...facts.reasons, redress(facts), facts.operator) }),
  'put-back': (facts) => ({ subject: `Case ${facts.number}: put back`, body: paragraphs('These addresses are shown again:', addressLines(facts, 'en'), ...facts.reasons, redress(facts), facts.operator) }),
  'counter-forwarded': (facts) => ({
    subject: `Case ${facts.number}: the party concerned has answered`,
    body: paragraphs('The party concerned states that the removal was a mistake:', addressLines(facts, 'en'), counterMeans(facts), facts.operator),
  }),
  lapsed: (facts) => ({ subject: `Case ${facts.number}: the notice lapsed`, body: paragraphs('The time to complete the notice has passed. Nothing was taken down; you may file a new notice at any time.', addressLines(facts, 'en'), facts.operator) }),
  'notifier-judged': (facts) => ({
    subject: `Case ${facts.number}: unfounded notices`,
    body: paragraphs('Most of your decided notices were unfounded.', facts.reasons.includes('notifier-suspend') ? 'For some time they wait for a person before anything is taken down. Orders of courts and authorities are not affected.' : 'If this goes on, your notices will wait for a person before anything is taken down.', 'You may object by answering this letter.', facts.operator),
  }),
  'statement-of-reasons': (facts) => ({
    subject: `Case ${facts.number}: items of yours were restricted, statement of reasons`,
    body: paragraphs(
      'Access to these items that came from you was disabled, on every surface, everywhere, until the case is decided otherwise:', addressLines(facts, 'en'),
      `Facts: a notice of the kind "${facts.claimType}" named them. ${facts.decidedByPerson ? 'A person decided.' : 'The restriction was placed by rule, without a look at the merits; a person reviews it.'} Nothing was detected by automated means.`,
      `Ground: ${facts.law === '' ? 'see the case' : facts.law}.`, 'The notice:', forwarded(facts, 'Sender:', 'Works:'), answer(facts), facts.operator,
    ),
  }),
  'restriction-confirmed': (facts) => ({ subject: `Case ${facts.number}: the restriction was confirmed`, body: paragraphs('A person looked at the notice and confirmed the restriction of:', addressLines(facts, 'en'), ...facts.reasons, answer(facts), facts.operator) }),
  restored: (facts) => ({ subject: `Case ${facts.number}: items of yours are shown again`, body: paragraphs('The restriction of this case has ended for:', addressLines(facts, 'en'), 'Another hold may still stand on some of them.', ...facts.reasons, facts.operator) }),
  'public-notice': (facts) => ({
    subject: `Notice ${facts.number}`,
    body: paragraphs(`Under ${facts.law} access to these addresses was disabled. Their provider cannot be reached, so the notice is published here:`, addressLines(facts, 'en'), forwarded(facts, 'Sender:', 'Works:'), answer(facts)),
  }),
};

const answer = ({ publicUrl, number }: LetterFacts): string => `Whom it concerns may answer, free of charge, at ${publicUrl}/counter?case=${number}, and may turn to a court.`;
const redress = ({ regime }: LetterFacts): string => (regime === 'EU_DSA' ? 'You may complain within six months by the page of the case; another person decides. You may also turn to a certified out-of-court body or to a court.' : 'You may turn to a court.');
const counterMeans = ({ regime, law }: LetterFacts): string => {
  if (regime === 'US_512') return 'It is put back not less than 10 nor more than 14 business days after we received that answer, unless we first receive notice that you filed an action for a court order (17 U.S.C. § 512(g)(2)).';
  if (regime === 'CN_TIAOLI') return `It was put back at once (${law}; art. 17). You may not notify the same again; you may turn to an authority or a court.`;
  return 'It is put back when the time that the rules give you from the receipt of this letter has passed, unless you show that you complained to the authority or went to court.';
};

export const letterTexts: Readonly<Record<PageLanguage, LetterTexts>> = { en, zh: chineseLetters };
