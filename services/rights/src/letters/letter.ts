import type { PageLanguage } from '../pages/page-language.decide.js';

/**
 * What is written to somebody: `receipt`, `cure-request`, `decision`, `put-back`, `counter-forwarded`, `lapsed` and
 * `notifier-judged` to the claimant; `statement-of-reasons`, `restriction-confirmed` and `restored` to the party
 * concerned; `public-notice` to everybody, where that party cannot be reached (条例 art. 15).
 */
export type LetterKind =
  | 'receipt' | 'cure-request' | 'decision' | 'put-back' | 'counter-forwarded' | 'lapsed' | 'notifier-judged'
  | 'statement-of-reasons' | 'restriction-confirmed' | 'restored' | 'public-notice';

export type Recipient = 'claimant' | 'party' | 'public';

/** `by-hand`: an officer sends it, because mail is not configured or no address is known. */
export type LetterState = 'queued' | 'sent' | 'by-hand' | 'posted' | 'failed';

export interface Letter {
  readonly letterId: string;
  readonly caseId: string;
  readonly kind: LetterKind;
  readonly recipient: Recipient;
  /** The source concerned, in letters to a party. */
  readonly sourceId: string | null;
  /** Numbers of the targets that it is about. */
  readonly ordinals: readonly number[];
  readonly language: PageLanguage;
  readonly toName: string | null;
  /** E-mail address; null where none is known. */
  readonly toAddress: string | null;
  readonly subject: string;
  readonly body: string;
  readonly state: LetterState;
}

/** To whom letters about a source's items go. */
export interface SourceContact {
  readonly sourceId: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: PageLanguage;
}
