import type { KeyScheme } from './quickstart.decide.js';

/** A source as ingest answers it (`GET /v1/sources`); settings that were never said are left out. */
export interface SourceView {
  readonly id: string;
  readonly name: string;
  readonly url?: string;
  readonly language?: string;
  readonly timeZone?: string;
  readonly categories?: readonly string[];
  readonly charset?: string;
  readonly strict?: boolean;
  readonly withdrawPolicy?: 'cascade' | 'hold' | 'ask';
  readonly trust?: 'publish' | 'hold';
  readonly linkHosts?: readonly string[];
  readonly ratePerSecond?: number;
  readonly quietAfterSeconds?: number;
  readonly licence: 'forwarded' | 'pending';
  readonly licenceTerms: unknown;
  readonly licenceProblem?: string;
  readonly keys: readonly { readonly id: string; readonly scheme: KeyScheme; readonly createdAt: string; readonly expiresAt: string | null; readonly revokedAt: string | null }[];
  readonly lastPushAt: string | null;
}

interface Counts {
  readonly pushes: number;
  readonly refusedPushes: number;
  readonly items: { readonly accepted: number; readonly unchanged: number; readonly withdrawn: number; readonly refused: number };
}

/** How a source does (`GET /v1/source-health`). */
export interface HealthView {
  readonly id: string;
  readonly name: string;
  readonly lastPushAt: string | null;
  readonly quiet: boolean;
  readonly quietAfterSeconds: number | null;
  readonly silentForSeconds: number | null;
  readonly lastHour: Counts;
  readonly last24Hours: Counts & { readonly bytes: number };
  readonly quarantined: number;
  readonly refusals?: readonly { readonly id: string; readonly refusedAt: string; readonly status: number; readonly code: string; readonly detail: string; readonly contentType: string | null; readonly bytes: number; readonly beginning: string }[];
}

/** A feed that ingest asks for (`GET /v1/sources/{id}/poll`). */
export interface PollView {
  readonly url: string;
  readonly minIntervalSeconds: number;
  readonly maxIntervalSeconds: number;
  readonly intervalSeconds: number;
  readonly nextPollAt: string;
  readonly polledAt: string | null;
  readonly changedAt: string | null;
  readonly failures: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly movedFrom: string | null;
  readonly goneAt: string | null;
  readonly stoppedAt: string | null;
  readonly hub: string | null;
  readonly websub: { readonly state: string; readonly leaseUntil: string | null; readonly pushedAt: string | null; readonly ignored: number; readonly lastError: string | null } | null;
}

/** What reading kept bodies again does, or would do (`POST /v1/sources/{id}/read-again`). */
export interface ReadAgainReport {
  readonly applied: boolean;
  readonly bodies: number;
  readonly items: number;
  readonly differences: readonly { readonly receiptId: string; readonly guid: string | null; readonly itemId: string | null; readonly outcome: string; readonly fields: readonly string[] | null }[];
  readonly unreadable: readonly { readonly receiptId: string; readonly code: string; readonly detail: string }[];
  readonly next: string | null;
}
