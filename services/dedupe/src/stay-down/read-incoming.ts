import { withoutCredits, type Fingerprinter } from '@wiredesk/fingerprints';

import type { HeldText } from './held-text.store.js';
import type { Incoming } from './match.decide.js';

/** A text as the stay-down index sees it: without credits, which many texts share. */
export interface Winnowed extends Incoming {
  readonly cleanHash: string;
  readonly prints: Uint32Array;
}

/** About 100 microseconds for a newspaper article. */
export const winnowed = (bodyText: string, prints: Fingerprinter): Winnowed => {
  const { text } = withoutCredits(bodyText);
  const { hash, tokens, numbers } = prints.fingerprint(text);
  const chosen = prints.winnow(text);
  return { cleanHash: tokens === 0 ? '' : hash, prints: chosen, fingerprints: chosen.length, numbers };
};

/** A text to hold; null for one that says too little to be known again. */
export const heldTextOf = (hold: Pick<HeldText, 'holdId' | 'spreads' | 'caseNumber'>, itemId: string, bodyText: string, prints: Fingerprinter): HeldText | null => {
  const text = winnowed(bodyText, prints);
  return text.prints.length === 0 ? null : { ...hold, itemId, cleanHash: text.cleanHash, prints: text.prints, numbers: text.numbers };
};
