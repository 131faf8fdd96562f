/** The demo's articles, read from their files: a head of `name: value` lines, an empty line, paragraphs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'articles');
const minuteMs = 60_000;

/** Of a head's `name: value` lines. */
const headOf = (text) => Object.fromEntries(text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));

const read = (source, file) => {
  const [head, ...paragraphs] = readFileSync(join(folder, source, file), 'utf8').trim().split(/\n{2,}/);
  const fields = headOf(head);
  const name = file.replace(/(\.corrected)?\.md$/, '');
  return { source, name, key: `${source}/${file.replace(/\.md$/, '')}`, ...fields, keywords: (fields.keywords ?? '').split(',').map((word) => word.trim()).filter(Boolean), paragraphs };
};

const replaceAllOf = (text, edits) => edits.reduce((edited, [from, to]) => edited.replaceAll(from, to), text);

/** What one medium makes of another one's text: `whole`, its `opening` half, the whole `wrapped` in own words, or lightly `edited`. */
const copied = (article, original) => {
  const { paragraphs } = original;
  switch (article.copy) {
    case 'whole':
      return paragraphs;
    case 'opening':
      return paragraphs.slice(0, Math.ceil(paragraphs.length / 2));
    case 'wrapped': {
      const [first, ...others] = article.paragraphs;
      return others.length > 0 ? [first, ...paragraphs, ...others] : [...paragraphs, first];
    }
    case 'edited': {
      const edits = article.edits.split('；').map((edit) => edit.split('=>').map((side) => side.trim()));
      return paragraphs.map((paragraph) => replaceAllOf(paragraph, edits));
    }
    default:
      throw new Error(`${article.key} copies ${article.copyOf} in an unknown way: "${article.copy}"`);
  }
};

/**
 * All articles of a source, oldest first. `publishedAt`, `modifiedAt` and `embargoedUntil` are Dates counted from
 * `base`, so that the same base gives the same articles.
 */
export const articlesOf = (source, base) => {
  const all = readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)).filter((file) => file.endsWith('.md')).map((file) => read(name, file)));
  const at = (minutes) => new Date(base.getTime() - Number(minutes) * minuteMs);
  return all
    .filter((article) => article.source === source)
    .map((article) => {
      const original = article.copyOf === undefined ? undefined : all.find(({ key }) => key === article.copyOf);
      if (article.copyOf !== undefined && !original) throw new Error(`${article.key} copies ${article.copyOf}, which is not there`);
      return {
        ...article,
        paragraphs: original ? copied(article, original) : article.paragraphs,
        publishedAt: at(article.ageMinutes),
        modifiedAt: at(article.changedMinutes ?? article.ageMinutes),
        ...(article.embargoMinutes === undefined ? {} : { embargoedUntil: at(-Number(article.embargoMinutes)) }),
      };
    })
    .sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());
};
