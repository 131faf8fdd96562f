const space = /[ \t\n\r]*/y;
/** Any character but quote, backslash and those below the space. */
const string = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or ]' | 'comma or }' | 'end';

/**
 * Where a text stops being JSON (RFC 8259), as a character offset; its length where it only ends too early. The
 * engine's own message names a position for some mistakes and not for others. Walks without recursion, so that no
 * nesting is too deep.
 */
export const brokenAt = (text: string): number => {
  const open: ('[' | '{')[] = [];
  let at = 0;
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.at(-1) === undefined ? 'end' : open.at(-1) === '[' ? 'comma or ]' : 'comma or }');
  const takes = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    takes(space);
    const next = text[at];
    if (next === undefined || expected === 'end') return at;
    if ((next === ']' && (expected === 'value or ]' || expected === 'comma or ]')) || (next === '}' && (expected === 'key or }' || expected === 'comma or }'))) {
      open.pop();
      at += 1;
      expected = afterValue();
    } else if (expected === 'value' || expected === 'value or ]') {
      if (next === '[' || next === '{') {
        open.push(next);
        at += 1;
        expected = next === '[' ? 'value or ]' : 'key or }';
      } else if (takes(string) || takes(scalar)) expected = afterValue();
      else return at;
    } else if (expected === 'key' || expected === 'key or }') {
      if (!takes(string)) return at;
      expected = 'colon';
    } else if (expected === 'colon') {
      if (next !== ':') return at;
      at += 1;
      expected = 'value';
    } else {
      if (next !== ',') return at;
      at += 1;
      expected = expected === 'comma or ]' ? 'value' : 'key';
    }
  }
};
