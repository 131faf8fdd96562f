import { z } from 'zod';

/** front: top of the front page. articles: 推荐资讯. pictures: 推荐图文. category:<code>: top of the page of a category. */
export const pickList = z.union([z.enum(['front', 'articles', 'pictures']), z.templateLiteral(['category:', z.string().regex(/^[^/]{1,32}$/u)])]);
export type PickList = z.infer<typeof pickList>;

export const picksOrder = z.strictObject({
  items: z
    .array(z.strictObject({ itemId: z.uuid().transform((id) => id.toLowerCase()), until: z.iso.datetime({ offset: true }).optional() }))
    .max(50)
    .refine((items) => new Set(items.map((item) => item.itemId)).size === items.length, 'an article stands in a list once'),
});
export type PicksOrder = z.infer<typeof picksOrder>;

export interface PinnedPick {
  readonly itemId: string;
  readonly pinnedBy: string;
  readonly pinnedAt: Date;
  readonly until: Date | null;
  /** As it is now; null where the article is not known here. */
  readonly title: string | null;
  readonly state: 'waiting' | 'live' | 'down' | null;
}
