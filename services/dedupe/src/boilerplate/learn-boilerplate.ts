import { bodyKey, getBodies } from '@wiredesk/content-store';
import type { Fingerprinter } from '@wiredesk/fingerprints';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { noteBoilerplate, readNewestItems, takeLearningTurn, type Learned, type NewestItem } from './boilerplate.store.js';
import { paragraphsOf, repeatedParagraphs, type Sampled } from './paragraphs.decide.js';

const itemsMax = 2_000;
const itemsPerSourceMax = 80;
const bodiesPerRead = 100;

/**
 * Looks at the newest items (2,000, at most 80 of a source) for paragraphs that their sources repeat from story to
 * story. A sample is enough, because boilerplate is in nearly every article; and counting each paragraph of each
 * article as it arrives would double the writes of placing. Returns how many were found.
 */
export const learnBoilerplate = (dataSource: DataSource, prints: Fingerprinter, now: Date): Promise<number> =>
  inTransaction(dataSource, async (tx) => {
    if (!(await takeLearningTurn(tx))) return 0;
    const learned: Learned[] = [];
    for (const [sourceId, items] of bySource(await readNewestItems(tx, itemsMax))) {
      for (const [paragraph, stories] of repeatedParagraphs(await sample(tx, items, prints))) learned.push({ sourceId, paragraph, stories });
    }
    await noteBoilerplate(tx, learned, now);
    return learned.length;
  });

const bySource = (items: readonly NewestItem[]): Map<string, NewestItem[]> => {
  const groups = new Map<string, NewestItem[]>();
  for (const item of items) {
    const group = groups.get(item.sourceId) ?? [];
    if (group.length < itemsPerSourceMax) groups.set(item.sourceId, [...group, item]);
  }
  return groups;
};

const sample = async (tx: Tx, items: readonly NewestItem[], prints: Fingerprinter): Promise<Sampled[]> => {
  const found: Sampled[] = [];
  for (let from = 0; from < items.length; from += bodiesPerRead) {
    const some = items.slice(from, from + bodiesPerRead);
    const bodies = await getBodies(tx, some);
    for (const item of some) {
      const text = bodies.get(bodyKey(item))?.article?.bodyText;
      if (text !== undefined) found.push({ storyId: item.storyId, titleHash: item.titleHash ?? '', paragraphs: paragraphsOf(text, prints) });
    }
  }
  return found;
};
