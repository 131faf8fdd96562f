/** A run of text that stayed, went, or came. */
export interface Run {
  readonly kind: 'same' | 'gone' | 'come';
  readonly text: string;
}

/** More different words than this on both sides together are shown as one piece that went and one that came: the work grows with their square. */
const editsMax = 1_500;
const tokensMax = 60_000;

/** Words, runs of spaces, single signs; of a script that is written without spaces, single characters. */
const token = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|[\p{L}\p{M}\p{N}]+|\s+|[^\s]/gu;

/**
 * What changed from one text to the next, word by word, for a person to read. Neighbouring changes are one run, so that
 * Chinese is shown by runs of characters and not one by one. Shortest edits by Myers (1986), between the ends that are
 * the same.
 */
export const diff = (before: string, after: string): readonly Run[] => {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const [a, b] = [before.match(token) ?? [], after.match(token) ?? []];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = edits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined([...run('same', a.slice(0, start)), ...middle, ...run('same', a.slice(a.length - end))]);
};

const run = (kind: Run['kind'], tokens: readonly string[]): Run[] => (tokens.length === 0 ? [] : [{ kind, text: tokens.join('') }]);

const edits = (a: readonly string[], b: readonly string[]): readonly Run[] => {
  const whole = [...run('gone', a), ...run('come', b)];
  if (a.length === 0 || b.length === 0 || a.length + b.length > tokensMax) return whole;
  const trace = furthest(a, b);
  return trace === undefined ? whole : walkBack(a, b, trace);
};

/** The furthest place on each diagonal after 0, 1, 2 … edits; undefined where more than `editsMax` are needed. */
const furthest = (a: readonly string[], b: readonly string[]): readonly Int32Array[] | undefined => {
  const most = Math.min(a.length + b.length, editsMax);
  const trace: Int32Array[] = [];
  let last = new Int32Array([0, 0, 0]);
  for (let count = 0; count <= most; count += 1) {
    // Diagonals -count … count are at index 1 … 2 * count + 1, with a free place at both ends.
    const now = new Int32Array(2 * count + 3);
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const [below, above] = [last[diagonal - 1 + count] ?? 0, last[diagonal + 1 + count] ?? 0];
      const down = diagonal === -count || (diagonal !== count && below < above);
      let x = count === 0 ? 0 : down ? above : below + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      now[diagonal + count + 1] = x;
      if (x >= a.length && x - diagonal >= b.length) return [...trace, now];
    }
    trace.push(now);
    last = now;
  }
  return undefined;
};

const walkBack = (a: readonly string[], b: readonly string[], trace: readonly Int32Array[]): readonly Run[] => {
  const backwards: Run[] = [];
  let [x, y] = [a.length, b.length];
  for (let count = trace.length - 1; count > 0; count -= 1) {
    const last = trace[count - 1] as Int32Array;
    const diagonal = x - y;
    const [below, above] = [last[diagonal - 1 + count] ?? 0, last[diagonal + 1 + count] ?? 0];
    const down = diagonal === -count || (diagonal !== count && below < above);
    const fromX = down ? above : below;
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
    const stayed = down ? x - fromX : x - fromX - 1;
    backwards.push(...run('same', a.slice(x - stayed, x)), down ? { kind: 'come', text: b[fromY] ?? '' } : { kind: 'gone', text: a[fromX] ?? '' });
    [x, y] = [fromX, fromY];
  }
  backwards.push(...run('same', a.slice(0, x)));
  return backwards.reverse();
};

/** Between two runs that stayed, everything that went comes before everything that came. Spaces alone do not keep two changes apart. */
const joined = (runs: readonly Run[]): readonly Run[] => {
  const result: Run[] = [];
  let [gone, come] = ['', ''];
  const close = (): void => {
    result.push(...run('gone', gone === '' ? [] : [gone]), ...run('come', come === '' ? [] : [come]));
    [gone, come] = ['', ''];
  };
  runs.forEach(({ kind, text }, i) => {
    if (kind === 'gone') gone += text;
    else if (kind === 'come') come += text;
    else if (/^[^\S\n]+$/.test(text) && (gone !== '' || come !== '') && i < runs.length - 1) [gone, come] = [gone + text, come + text];
    else {
      close();
      const previous = result.at(-1);
      if (previous?.kind === 'same') result[result.length - 1] = { kind: 'same', text: previous.text + text };
      else result.push({ kind: 'same', text });
    }
  });
  close();
  return result;
};

/** Cuts what stayed down to so many characters around each change; a cut is told by `cut` (how many characters are left out there). */
export const folded = (runs: readonly Run[], aroundChars = 160): readonly (Run & { readonly cut?: number })[] =>
  runs.flatMap((one, i) => {
    if (one.kind !== 'same' || one.text.length <= 2 * aroundChars + 40) return [one];
    const [first, last] = [i === 0, i === runs.length - 1];
    const head = first ? '' : one.text.slice(0, aroundChars);
    const tail = last ? '' : one.text.slice(-aroundChars);
    const cut = one.text.length - head.length - tail.length;
    return [...(head === '' ? [] : [{ kind: 'same' as const, text: head }]), { kind: 'same' as const, text: '', cut }, ...(tail === '' ? [] : [{ kind: 'same' as const, text: tail }])];
  });
