/** Text to GB18030, of which Node has only the decoder: the characters of its two-byte part, all of GBK. */

let table;

/** Character → bytes, from what the platform's decoder makes of every two-byte sequence (WHATWG Encoding Standard). */
const twoByteTable = () => {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const found = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!found.has(character)) found.set(character, [lead, trail]);
    }
  }
  return found;
};

/** Throws for a character that needs four bytes: none of our texts has one. */
export const toGb18030 = (text) => {
  table ??= twoByteTable();
  const bytes = [];
  for (const character of text) {
    const code = character.codePointAt(0);
    if (code < 0x80) bytes.push(code);
    else if (table.has(character)) bytes.push(...table.get(character));
    else throw new Error(`"${character}" (U+${code.toString(16)}) is not in the two-byte part of GB18030`);
  }
  return Buffer.from(bytes);
};
