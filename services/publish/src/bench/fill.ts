import type { DataSource } from 'typeorm';

/** Live articles of 20 categories, a minute apart, the newest now; ids are those of the numbers from $1 to $2. */
const articles = `
insert into article (item_id, source_id, revision, language, upstream_url, published_at, published_precision, received_at, sort_at, categories, title, abstract, image_url, placement, story_id, relation, canonical, canonical_item_id,
  clearance, terms, publication, state, shown_revision, shown_categories, first_live_at, changed_at)
select id, 's' || n % 50, 1, 'en', 'https://up.example/' || n, at, 'instant', at, at, array['c' || n % 20], 'Title of article number ' || n, 'What it is about.', case when n % 3 = 0 then 'https://up.example/' || n || '.jpg' end, 1, id, 'original', true, id,
  1, $3::jsonb, 1, 'live', 1, array['c' || n % 20], at, at
from (select n, ('01934d0e-7000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, now() - make_interval(mins => ($4::int - n)) as at from generate_series($1::int, $2::int) n) made`;
const listings = `
insert into listing (category, sort_at, item_id) select shown_categories[1], sort_at, item_id from article a where not exists (select from listing l where l.item_id = a.item_id)`;

const terms = { grantId: '01934d0e-7000-7000-8000-000000000000', channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false };
const perStatement = 50_000;

/** Id of the article of a number. */
export const filledId = (n: number): string => `01934d0e-7000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Fills a board up to `size` live articles, from the number `from` on; statistics are made anew. */
export const fillBoard = async (source: DataSource, from: number, size: number): Promise<void> => {
  for (let first = from; first <= size; first += perStatement) await source.query(articles, [first, Math.min(size, first + perStatement - 1), JSON.stringify(terms), size]);
  await source.query(listings);
  await source.query('analyze article');
  await source.query('analyze listing');
};
