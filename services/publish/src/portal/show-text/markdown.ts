import { xmlText } from '../../feeds/xml.js';

const safeUrl = (url: string): string | undefined => (/^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(url) ? url : undefined);

/** Links, strong and emphasis of one run of text; all else is text. */
const inline = (text: string): string =>
  xmlText(text)
    .replace(/\[([^\]]{1,300})\]\(([^()\s]{1,600})\)/g, (whole, label: string, url: string) => {
      const safe = safeUrl(url.replaceAll('&amp;', '&'));
      return safe === undefined ? whole : `<a href="${xmlText(safe)}">${label}</a>`;
    })
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![*\w])\*([^*]+)\*(?![*\w])/g, '<em>$1</em>');

const listOf = (lines: readonly string[], name: 'ul' | 'ol', mark: RegExp): string => `<${name}>${lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('')}</${name}>`;

/** `## Objection {#objection}` can be linked to. */
const headingOf = (level: number, text: string): string => {
  const [, label = text, id] = /^(.*?)\s*\{#([a-z0-9-]{1,40})\}$/.exec(text) ?? [];
  return `<h${level}${id === undefined ? '' : ` id="${id}"`}>${inline(label)}</h${level}>`;
};

const block = (text: string): string => {
  const heading = /^(#{1,3})\s+(.+)$/.exec(text);
  if (heading) return headingOf(heading[1]?.length ?? 1, heading[2] ?? '');
  const lines = text.split('\n');
  if (lines.every((line) => /^[-*]\s/.test(line))) return listOf(lines, 'ul', /^[-*]\s+/);
  if (lines.every((line) => /^\d+\.\s/.test(line))) return listOf(lines, 'ol', /^\d+\.\s+/);
  return `<p>${lines.map(inline).join('<br>')}</p>`;
};

/** What an operator's texts need of Markdown: headings, paragraphs, lists, links, strong and emphasis. HTML in it is text. */
export const htmlOfMarkdown = (markdown: string): string =>
  markdown
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n{2,}/)
    .map((text) => block(text.trim()))
    .join('\n');
