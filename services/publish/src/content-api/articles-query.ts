import { problem } from '@wiredesk/platform';
import { z } from 'zod';

const code = z.string().min(1).max(64).optional();

/** Query of `GET /v1/articles`. */
export const articlesQuery = z.strictObject({
  category: code,
  source: code,
  language: code,
  story: z.uuid().optional(),
  /** RFC 3339: what changed after that, oldest first, removals among it. Without it: what is live, newest first. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** `next` of an earlier answer. */
  after: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  fields: z.enum(['full', 'head']).default('full'),
});
export type ArticlesQuery = z.infer<typeof articlesQuery>;

/** Where an answer went on to: in the list of what is live, or among the changes. */
export interface Position {
  readonly list: 'live' | 'changes';
  readonly at: Date;
  readonly itemId: string;
}

const form = /^(live|changes)-(\d{1,15})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
/** Greater than every item id: changes at the very moment of `since` are given as well. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export const positionText = ({ list, at, itemId }: Position): string => `${list}-${at.getTime()}-${itemId}`;

/** Where to go on. `after` wins over `since`. Throws problem 400 for what never came from an answer of ours. */
export const positionOf = ({ after, since }: Pick<ArticlesQuery, 'after' | 'since'>): Position | undefined => {
  if (after !== undefined && after !== '') {
    const [, list, ms, itemId] = form.exec(after) ?? [];
    if (list === undefined || itemId === undefined) throw problem(400, 'cursor-invalid', 'The parameter "after" is the "next" of an earlier answer; leave it out to begin.');
    return { list: list as Position['list'], at: new Date(Number(ms)), itemId };
  }
  return since === undefined ? undefined : { list: 'changes', at: new Date(since), itemId: lastId };
};
