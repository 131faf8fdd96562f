const bulletin = /^\W{0,5}(?:(?:please |mandatory |urgent )?kill\b|(?:story|photo|mandatory|bulletin|eds:?|editors:?|attention editors)?\s*kill(?:ed)?\s*(?:notice|bulletin|advisory|story|:)|advisory withdrawal|story withdrawn\b|withdrawal\s*:)/i;
const body = /\b(?:please (?:kill|withdraw|discard|disregard)|kill(?:ed)? (?:the|this|our) (?:story|article|item|photo)|(?:story|article|item) (?:is|has been) (?:killed|withdrawn))\b/i;
const chinese = /^[【[（(《\s]*(?:撤稿|撤销稿件|作废|毙稿|请撤|撤稿通知|更正撤稿)/u;
const chineseBody = /(?:请(?:立即)?(?:撤下|撤除|删除|停止使用)|此稿作废|稿件作废|予以撤稿)/u;

const bulletinCharsMax = 1_500;

/**
 * Whether a text reads like the bulletin by which agencies kill a story in words ("PLEASE KILL", 撤稿). Only suspected:
 * a report about a killing or about withdrawn papers uses the same words, so that a person decides.
 */
export const isSuspectedKill = (title: string, bodyText: string): boolean => {
  if (bodyText.length > bulletinCharsMax) return false;
  if (chinese.test(title)) return true;
  const words = bodyText.slice(0, bulletinCharsMax);
  return (bulletin.test(title) && /\b(?:kill|withdr|story|moved|slug|do not use|editors)/i.test(words)) || (/\b(?:kill|withdraw)/i.test(title) && body.test(words)) || (/(?:撤|作废|更正)/u.test(title) && chineseBody.test(words));
};
