/**
 * What a password has to be (NIST SP 800-63B-4 §3.1.1.2: long, nothing about kinds of characters, not what others
 * guess first).
 */
export const passwordCharsMin = 12;
export const passwordCharsMax = 200;
const differentCharsMin = 5;

export type PasswordFault = 'short' | 'long' | 'repeats' | 'known' | 'differs';

/** What everybody tries first, beside the name of the account; compared without its digits and marks. */
const guessedFirst = ['password', 'passwort', 'qwertyuiop', 'asdfghjkl', 'wiredesk', 'letmein', 'administrator', 'iloveyou', 'woaini', 'mima'];

/** Why a password cannot be taken; undefined if it can. `again`: the second field of the form. */
export const passwordFault = (password: string, again: string, name: string): PasswordFault | undefined => {
  const chars = [...password.normalize('NFKC')];
  if (chars.length < passwordCharsMin) return 'short';
  if (chars.length > passwordCharsMax) return 'long';
  if (new Set(chars).size < differentCharsMin) return 'repeats';
  const letters = password.toLowerCase().replace(/[^\p{L}]/gu, '');
  const account = name.split('@')[0] ?? '';
  const rest = [...guessedFirst, account.replace(/[^\p{L}]/gu, '')].filter((word) => word.length > 3).reduce((left, word) => left.replaceAll(word, ''), letters);
  if (rest.length < 4 && letters.length - rest.length > 3) return 'known';
  return password === again ? undefined : 'differs';
};
