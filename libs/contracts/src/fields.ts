import { z } from 'zod';

/** Ids are UUIDs (version 7 where we make them, so that they sort by time). */
export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'a lower-case UUID');
/** A source's id, chosen by the operator. */
export const sourceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');
/** An instant, RFC 3339 in UTC with milliseconds. */
export const instant = z.iso.datetime();
/** A positive counter that only grows. */
export const counter = z.int().min(1);
/** An upstream's own id of a piece, or `sha256:<hex>` of it where it is longer than 400 characters. */
export const guid = z.string().min(1).max(400);
/** An URL that fits into a thin event; longer ones are left out. */
export const url = z.string().max(500);
/** `*` for all, or a list of codes. */
export const codes = z.array(z.string().max(32)).max(64);
