import type { Warning } from '@wiredesk/content';

import type { PlannedPush } from './plan.decide.js';

/** One push that was authenticated, read and prepared; all that is left is to decide and write it. */
export interface Push extends PlannedPush {
  /** Of the source that it was authenticated and prepared with. */
  readonly sourceVersion: number;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly format: string | null;
  readonly charset: string | null;
  /** The bytes as they came. */
  readonly payload: Buffer;
  readonly payloadSha256: string;
  readonly warnings: readonly Warning[];
  readonly idempotencyKey: string | null;
  /** Set where the bytes could not be read: kept for an operator to look at. */
  readonly quarantine: { readonly id: string; readonly code: string; readonly detail: string } | null;
}
