export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly expected?: string;
}

type State = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'after';

const literals = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/;
const literalCharsMax = 400;
const space = new Set([' ', '\t', '\n', '\r']);

/**
 * Where a text that `JSON.parse` refused stops being JSON. V8 gives a position for some faults only; this scans once,
 * with a stack of its own instead of recursion, so that depth is no danger. RFC 8259.
 */
export const jsonFault = (text: string): JsonFault => {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let state: State = 'value' as State;
  const fault = (expected: string): JsonFault => ({ ...placeOf(text, at), expected });
  for (;;) {
    while (space.has(text[at] ?? '')) at += 1;
    const char = text[at];
    if (char === undefined) return fault(open.length > 0 ? `the text ends inside ${open.at(-1) === '{' ? 'an object' : 'an array'}` : 'the text ends where a value belongs');
    if (state === 'after') {
      const around = open.at(-1);
      if (around === undefined) return fault('nothing may follow the value');
      const close = around === '{' ? '}' : ']';
      if (char === ',') state = around === '{' ? 'key' : 'value';
      else if (char === close) open.pop();
      else return fault(`"," or "${close}" belongs here`);
      at += 1;
      continue;
    }
    if (state === 'colon') {
      if (char !== ':') return fault('":" belongs here');
      at += 1;
      state = 'value';
      continue;
    }
    if ((state === 'first-key' && char === '}') || (state === 'first-value' && char === ']')) {
      open.pop();
      at += 1;
      state = 'after';
      continue;
    }
    if (char === '"') {
      const end = stringEnd(text, at);
      if ('fault' in end) {
        at = end.at;
        return fault(end.fault);
      }
      at = end.at;
      state = state === 'key' || state === 'first-key' ? 'colon' : 'after';
      continue;
    }
    if (state === 'key' || state === 'first-key') return fault('a key in double quotes belongs here');
    if (char === '{' || char === '[') {
      open.push(char);
      at += 1;
      state = char === '{' ? 'first-key' : 'first-value';
      continue;
    }
    const literal = literals.exec(text.slice(at, at + literalCharsMax))?.[0];
    if (literal === undefined) return fault('a value belongs here (text in double quotes, number, true, false, null, object or array)');
    at += literal.length;
    state = 'after';
  }
};

const stringEnd = (text: string, start: number): { at: number } | { at: number; fault: string } => {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { at: at + 1 };
    if (code < 0x20) return { at, fault: 'a text may not contain a bare control character or line break' };
    if (code !== 0x5c) continue;
    if (!/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at, at + 6))) return { at, fault: 'this is no escape that JSON knows' };
    at += 1;
  }
  return { at: text.length, fault: 'a text is not closed' };
};

const placeOf = (text: string, at: number): { line: number; column: number } => {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return { line, column: at - lineStart + 1 };
};
