const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for between tags or inside an attribute: characters that XML 1.0 §2.2 forbids are dropped, the five others escaped. */
export const xmlText = (text: string): string => text.toWellFormed().replace(illegal, '').replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** An element with text; nothing where the text is undefined. Names are ours, values are not. */
export const element = (name: string, text: string | undefined, attributes: Readonly<Record<string, string | undefined>> = {}): string => {
  if (text === undefined) return '';
  return `<${name}${attributesOf(attributes)}>${xmlText(text)}</${name}>\n`;
};

/** An element without content. */
export const emptyElement = (name: string, attributes: Readonly<Record<string, string | undefined>>): string => `<${name}${attributesOf(attributes)}/>\n`;

const attributesOf = (attributes: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${xmlText(value)}"`))
    .join('');
