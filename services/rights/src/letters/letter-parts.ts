import { caseTexts } from '../cases/case-texts.js';
import type { FormalField, RegimeName } from '../cases/regimes.js';
import type { TargetState } from '../cases/target.js';
import type { Notice } from '../order-takedown/notice.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import type { LetterKind } from './letter.js';

export interface LetterFacts {
  readonly number: string;
  readonly operator: string;
  readonly publicUrl: string;
  readonly regime: RegimeName;
  readonly claimType: string;
  readonly law: string;
  readonly missing: readonly FormalField[];
  readonly reasons: readonly string[];
  readonly addresses: readonly { readonly ordinal: number; readonly url: string; readonly state: TargetState }[];
  readonly notice: Notice;
  readonly decidedByPerson: boolean;
}

export interface LetterText {
  readonly subject: string;
  readonly body: string;
}
export type LetterTexts = Readonly<Record<LetterKind, (facts: LetterFacts) => LetterText>>;

/** Addresses that one letter names; the case's page has all. */
export const addressesMax = 200;

/** One paragraph after another; empty ones are left out. */
export const paragraphs = (...parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

export const addressLines = (facts: LetterFacts, language: PageLanguage): string => {
  const lines = facts.addresses.slice(0, addressesMax).map(({ ordinal, url, state }) => `[${ordinal}] ${url}: ${caseTexts[language].states[state]}`);
  return [...lines, ...(facts.addresses.length > addressesMax ? [`+ ${facts.addresses.length - addressesMax}`] : [])].join('\n');
};

/** What of the notice is forwarded. Postal address, telephone and e-mail never are: who answers, answers to us. */
export const forwarded = ({ notice, regime }: LetterFacts, name: string, works: string): string => {
  // DSA art. 17(3)(b): the identity of the notifier only if strictly necessary. The others forward the notice itself.
  const sender = regime === 'EU_DSA' || notice.claimant.name === undefined ? [] : [`${name} ${notice.claimant.name}`];
  const named = notice.works.flatMap((work) => [work.title, ...work.urls]).filter((text) => text !== undefined && text !== '');
  return [...sender, ...(named.length === 0 ? [] : [`${works} ${named.slice(0, 20).join(', ')}`]), ...(notice.grounds === undefined ? [] : [notice.grounds.slice(0, 3_000)])].join('\n');
};
