/** HTML's entities for U+00A0 to U+00FF in their order. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const firstLatin = 0xa0;
const punctuation = { ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', bull: '•', hellip: '…', euro: '€', trade: '™', rarr: '→', larr: '←' };

/** XML's own entities, and those of HTML that feeds use without declaring them (RSS 0.91's DTD, which is not read, declared the first hundred). */
export const htmlEntities: Record<string, string> = Object.assign(Object.create(null) as Record<string, string>, {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ...Object.fromEntries(latin.split(' ').map((name, i) => [name, String.fromCharCode(firstLatin + i)])),
  ...punctuation,
});

const reference = /^&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z_:][\w.:-]{0,39});/i;
const referenceCharsMax = 44;
const numeric = /^&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/i;
/** What windows-1252 has at 0x80 to 0x9F: a reference to these means its character there (HTML §13.2.5.80). */
const windows = new TextDecoder('windows-1252');

/** What a numeric reference that XML forbids, or that is to a control of ISO 8859-1, stands for; undefined for any other. */
const mendedReference = (found: RegExpExecArray | null): string | undefined => {
  if (!found) return undefined;
  const code = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16);
  if (code >= 0x80 && code <= 0x9f) return windows.decode(Uint8Array.of(code));
  const isChar = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7_ff) || (code >= 0xe0_00 && code <= 0xff_fd) || (code >= 0x1_00_00 && code <= 0x10_ff_ff);
  return isChar ? undefined : '';
};

/**
 * XML in which every `&` that begins no reference is escaped (a reader of XML otherwise takes everything up to the next
 * semicolon for an entity), and references to characters that XML forbids are left out, or are what they mean to HTML. Comments and CDATA are left alone. undefined where there is nothing to mend.
 */
export const mendAmpersands = (xml: string): string | undefined => {
  const out: string[] = [];
  let copied = 0;
  for (let at = xml.indexOf('&'), opaque = nextOpaque(xml, 0); at !== -1; at = xml.indexOf('&', at + 1)) {
    while (opaque !== undefined && opaque.end <= at) opaque = nextOpaque(xml, opaque.end);
    if (opaque !== undefined && at > opaque.start) {
      at = opaque.end - 1;
      continue;
    }
    const start = xml.slice(at, at + referenceCharsMax);
    const number = start[1] === '#' ? numeric.exec(start) : null;
    const mended = mendedReference(number);
    if (number && mended !== undefined) {
      out.push(xml.slice(copied, at), mended);
      copied = at + number[0].length;
      continue;
    }
    if (reference.test(start)) continue;
    out.push(xml.slice(copied, at), '&amp;');
    copied = at + 1;
  }
  return out.length === 0 ? undefined : out.join('') + xml.slice(copied);
};

/** The next comment or CDATA section. */
const nextOpaque = (xml: string, from: number): { start: number; end: number } | undefined => {
  for (let start = xml.indexOf('<!', from); start !== -1; start = xml.indexOf('<!', start + 2)) {
    const close = xml.startsWith('<![CDATA[', start) ? ']]>' : xml.startsWith('<!--', start) ? '-->' : undefined;
    if (close === undefined) continue;
    const end = xml.indexOf(close, start + 4);
    return { start, end: end === -1 ? xml.length : end + close.length };
  }
  return undefined;
};
