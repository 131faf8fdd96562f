/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const shown = (value: unknown): string => {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"']/g, (char) => escapes[char] ?? char);
};

/** HTML from a template: every value is escaped, unless it was made by this function too. */
export const html = (parts: TemplateStringsArray, ...values: readonly unknown[]): Html => new Html(parts.reduce((text, part, index) => text + shown(values[index - 1]) + part));
