import { z } from 'zod';

/** front: top of the front page. articles: 推荐资讯. pictures: 推荐图文. */
export const pickList = z.enum(['front', 'articles', 'pictures']);
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
}
