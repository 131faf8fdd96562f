import { codePointMask, entryBeyondTable, expansionBit, fold, hangulLetters, ignorableClass, separatorClass, singleClass, tableEnd } from './decode-fold-table.js';

/** Version of the table and of the rules below; kept beside every stored fingerprint. */
export const normVersion = 1;

/**
 * The text as the fingerprints see it: compatibility forms, case, optional marks and Han variants folded, everything
 * but letters and digits gone, and one space between two words (none beside an ideograph). Idempotent. Equal for two
 * texts that differ only in white space, punctuation, width, case, Unicode normal form, zero-width characters or
 * one-character Traditional/Simplified conversion.
 */
export const normalise = (text: string): string => {
  const out: string[] = [];
  let lastWasWord = false;
  let gap = false;
  const take = (entry: number): void => {
    const kind = entry >>> 30;
    if (kind === ignorableClass) return;
    if (kind === separatorClass) {
      gap = true;
      return;
    }
    const isWordLetter = kind !== singleClass;
    if (isWordLetter && lastWasWord && gap) out.push(' ');
    out.push(String.fromCodePoint(entry & codePointMask));
    lastWasWord = isWordLetter;
    gap = false;
  };
  for (const character of text) {
    const cp = character.codePointAt(0) ?? 0;
    const entry = entryOf(cp);
    const parts = hangulLetters(cp) ?? (entry & expansionBit ? fold.expansions[entry & codePointMask] : undefined);
    if (!parts) {
      take(entry);
      continue;
    }
    for (const part of parts) take(entryOf(part));
  }
  return out.join('');
};

const entryOf = (cp: number): number => (cp < tableEnd ? (fold.entries[cp] as number) : entryBeyondTable(cp));
