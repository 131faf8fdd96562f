import type { Article } from '@wiredesk/content';

/** Fields of an article whose reading differs; what is told anew at each reading (warnings, an assumed date) is left out. */
export const differingFields = (before: Article, after: Article): string[] => {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Article>;
  return [...fields].filter((field) => field !== 'warnings' && !isAssumedDate(field, before, after) && JSON.stringify(before[field]) !== JSON.stringify(after[field])).sort();
};

const isAssumedDate = (field: keyof Article, before: Article, after: Article): boolean =>
  field === 'published' && before.published?.precision === 'assumed' && after.published?.precision === 'assumed';
