/** A case in rights' list (`GET /v1/case-list`). */
export interface ListedCase {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly channel: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  readonly dueKind: string | null;
  readonly overdue: boolean;
  readonly states: Readonly<Record<string, number>>;
  readonly counters: number;
}

export interface CaseList {
  readonly cases: readonly ListedCase[];
  readonly counts: { readonly waiting: number; readonly overdue: number; readonly dueWithinDay: number; readonly counters: number };
  readonly next: number | null;
}

export interface CaseTarget {
  readonly url: string | null;
  readonly title: string | null;
  readonly itemId: string | null;
  readonly scope: string;
  readonly state: string;
  readonly stateSince: string;
  readonly note: string | null;
  readonly next: { readonly kind: string; readonly dueAt: string } | null;
  readonly holds: readonly { readonly holdId: string; readonly seq: number; readonly class: string; readonly placedAt: string; readonly liftedAt: string | null }[];
  readonly removal: string;
  readonly coverage: { readonly copies: number; readonly gone: number };
}

/** A case as everybody with a role may see it (`GET /cases/{number}`). */
export interface CaseView {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly scope: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly missing: readonly string[];
  readonly targets: readonly CaseTarget[];
  readonly coverage: { readonly copies: number; readonly gone: number; readonly bySurface: readonly { readonly surface: string; readonly copies: number; readonly gone: number }[]; readonly open: readonly { readonly surface: string; readonly place: string; readonly state: string; readonly at: string }[] };
  readonly complete: boolean;
  readonly events: readonly { readonly at: string; readonly type: string; readonly target: number | null }[];
}

/** What lies beside it for an officer (`GET /v1/cases/{number}/desk`). */
export interface CaseDesk {
  readonly targets: readonly { readonly ordinal: number; readonly decidedBy: string | null; readonly flag: string | null; readonly decisions: readonly string[] }[];
  readonly articles: Readonly<Record<string, { readonly title: string; readonly text: string; readonly credit: string | null; readonly story: { readonly items: number; readonly shown: number; readonly promoted: number } | null }>>;
}
