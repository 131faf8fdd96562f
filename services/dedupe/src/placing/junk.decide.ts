import type { Facts, Member } from './facts.js';

const titlesMax = 2;

/**
 * Items whose body says nothing about them: one source has given the very same text under three titles or more, as a
 * scraper does that stores a navigation or an error page for each article. Such a text makes nobody a copy of anybody.
 * A title's mark (UPDATE 2-) does not make another title. Only the bodies of `arrivals` are looked at.
 */
export const sameBodyManyTitles = (members: ReadonlyMap<string, Member>, arrivals: readonly Facts[]): string[] => {
  const groups = new Map<string, { titles: Set<string>; itemIds: string[] }>();
  const nameOf = (facts: Facts): string => `${facts.sourceId} ${facts.text.cleanHash}`;
  for (const facts of arrivals) if (facts.text.cleanHash !== '' && facts.suspicion === null) groups.set(nameOf(facts), { titles: new Set(), itemIds: [] });
  if (groups.size === 0) return [];
  for (const { facts } of members.values()) {
    const group = groups.get(nameOf(facts));
    if (!group || facts.titleHash === '') continue;
    group.titles.add(facts.titleHash);
    group.itemIds.push(facts.itemId);
  }
  return [...groups.values()].filter((group) => group.titles.size > titlesMax).flatMap((group) => group.itemIds);
};
