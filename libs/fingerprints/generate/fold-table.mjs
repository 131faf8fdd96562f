/**
 * Writes src/normalise/fold-table.ts: what every code point below U+30000 becomes when a text is normalised.
 *
 *   node libs/fingerprints/generate/fold-table.mjs <folder of an unpacked opencc-js>
 *
 * Run by hand, once per `normVersion`: the result is committed and its hash is pinned by a test, so that a newer
 * Node or ICU cannot change a fingerprint. Sources: Unicode data of the Node that runs it (NFKD, case mapping, general
 * category, script), and the one-character dictionaries of opencc-js (Apache-2.0) for Traditional and Simplified Han.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const dictionaries = ['TSCharacters', 'STCharacters', 'TWVariants', 'TWVariantsRev', 'HKVariants', 'HKVariantsRev'];
const limit = 0x30000;
const separator = 0;
const ignorable = 1;
const word = 2;
const single = 3;
const expansion = 4;

const opencc = process.argv[2];
if (!opencc) throw new Error('say where an unpacked opencc-js lies');
const dictionary = async (name) => {
  const module = await import(pathToFileURL(join(resolve(opencc), 'dist/esm-lib/dict', `${name}.js`)).href);
  return module.default.split('|').map((pair) => pair.split(' '));
};

/** Variants of one character fold to one of them, so that any single-character conversion gives the same text. */
const hanFold = async () => {
  const parent = new Map();
  const find = (c) => {
    let root = c;
    while (parent.get(root) !== undefined && parent.get(root) !== root) root = parent.get(root);
    return root;
  };
  const targets = new Map();
  for (const name of dictionaries) {
    for (const [from, to] of await dictionary(name)) {
      if ([...from].length !== 1 || [...to].length !== 1) continue;
      for (const c of [from, to]) if (!parent.has(c)) parent.set(c, c);
      parent.set(find(from), find(to));
      if (name === 'TSCharacters') targets.set(to, (targets.get(to) ?? 0) + 1);
    }
  }
  const groups = new Map();
  for (const c of parent.keys()) groups.set(find(c), [...(groups.get(find(c)) ?? []), c]);
  const fold = new Map();
  for (const members of groups.values()) {
    const [chosen] = members.sort((a, b) => (targets.get(b) ?? 0) - (targets.get(a) ?? 0) || a.codePointAt(0) - b.codePointAt(0));
    for (const c of members) fold.set(c, chosen);
  }
  process.stdout.write(`${fold.size} Han characters in ${groups.size} groups, largest ${Math.max(...[...groups.values()].map((g) => g.length))}\n`);
  return fold;
};

/** Marks that copies lose or gain: Latin, Greek, Cyrillic, Kana voicing, Hebrew and Arabic pointing. Other scripts spell with theirs. */
const optionalMarks = [
  [0x0300, 0x036f], [0x0483, 0x0489], [0x0591, 0x05bd], [0x05bf, 0x05bf], [0x05c1, 0x05c1], [0x05c2, 0x05c2], [0x05c4, 0x05c4], [0x05c5, 0x05c5], [0x05c7, 0x05c7], [0x0610, 0x061a], [0x064b, 0x065f], [0x0670, 0x0670], [0x06d6, 0x06dc], [0x06df, 0x06e4], [0x06e7, 0x06e7], [0x06e8, 0x06e8], [0x06ea, 0x06ed], [0x1ab0, 0x1aff], [0x1dc0, 0x1dff], [0x20d0, 0x20ff], [0x3099, 0x3099], [0x309a, 0x309a], [0xfe00, 0xfe0f], [0xfe20, 0xfe2f],
];
const isOptionalMark = (c) => optionalMarks.some(([first, last]) => c.codePointAt(0) >= first && c.codePointAt(0) <= last);
const kept = /[\p{L}\p{N}\p{M}]/u;
/** Modifier letters that stand for an apostrophe or a tone beside the word, not in it. */
const modifier = /[\u02b9-\u02df\u02e5-\u02ff]/u;
const singleToken = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;

const classOf = (c) => {
  if (isOptionalMark(c) || /\p{Cf}/u.test(c)) return ignorable;
  if (modifier.test(c) || !kept.test(c)) return separator;
  return singleToken.test(c) ? single : word;
};

const han = await hanFold();
const lower = (text) => [...text.normalize('NFKD').toUpperCase()].map((c) => c.toLowerCase()).join('').normalize('NFKD');
const foldOnce = (text) => [...lower(text)].map((c) => han.get(c) ?? c).join('');
const foldFully = (text) => {
  let current = text;
  for (let round = 0; round < 6; round += 1) {
    const next = foldOnce(current);
    if (next === current) return current;
    current = next;
  }
  throw new Error(`no fixed point for U+${text.codePointAt(0).toString(16)}`);
};

/** [class, delta] or [expansion, code points]; undefined for a separator. Hangul syllables are computed at run time. */
const entryOf = (cp) => {
  if (cp >= 0xd800 && cp <= 0xdfff) return undefined;
  if (cp >= 0xac00 && cp <= 0xd7a3) return undefined;
  const c = String.fromCodePoint(cp);
  if (classOf(c) === ignorable) return [ignorable, 0];
  if (modifier.test(c)) return undefined;
  const folded = [...foldFully(c)].filter((part) => classOf(part) !== ignorable);
  const parts = folded.map((part) => (classOf(part) === separator ? 0x20 : part.codePointAt(0)));
  const letters = parts.filter((part) => part !== 0x20);
  if (letters.length === 0) return folded.length === 0 ? [ignorable, 0] : undefined;
  if (parts.length === 1) return [classOf(folded[0]), parts[0] - cp];
  return [expansion, parts];
};

const bytes = [];
const varint = (value) => {
  let rest = value >>> 0;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
};
const zigzag = (value) => varint((value << 1) ^ (value >> 31));

let end = 0;
let run;
const flush = () => {
  if (!run) return;
  varint(run.start - end);
  varint(run.length);
  bytes.push(run.kind);
  zigzag(run.delta);
  end = run.start + run.length;
  run = undefined;
};
for (let cp = 0; cp < limit; cp += 1) {
  const entry = entryOf(cp);
  if (!entry) {
    flush();
    continue;
  }
  const [kind, value] = entry;
  if (kind === expansion) {
    flush();
    varint(cp - end);
    varint(1);
    bytes.push(expansion);
    varint(value.length);
    for (const part of value) varint(part);
    end = cp + 1;
    continue;
  }
  if (run && run.kind === kind && run.delta === value) {
    run.length += 1;
    continue;
  }
  flush();
  run = { start: cp, length: 1, kind, delta: value };
}
flush();

const base64 = Buffer.from(bytes).toString('base64');
const lines = base64.match(/.{1,400}/g).map((line) => `  '${line}',`);
writeFileSync(
  join(import.meta.dirname, '../src/normalise/fold-table.ts'),
  `/**
 * What each code point below U+30000 becomes. Generated by generate/fold-table.mjs from Unicode ${process.versions.unicode} and opencc-js;
 * never edited. Runs of (gap, length, kind, change), variable-length integers, base64: see decode-fold-table.ts.
 */
export const foldTable = [
${lines.join('\n')}
].join('');
`,
);
process.stdout.write(`${bytes.length} bytes\n`);
