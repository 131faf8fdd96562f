/** A subscriber as publish answers it (`GET /v1/subscribers`). */
export interface SubscriberView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly transmitter: { readonly kind: string };
  readonly filter: Readonly<Record<string, unknown>>;
  readonly contact: string | null;
  readonly state: 'active' | 'paused' | 'disabled' | 'deleted';
  readonly stateReason: string | null;
  readonly stateChangedAt: string;
  readonly sequence: number;
  readonly waiting: number;
  readonly held: number;
  readonly failures: number;
  readonly failingSince: string | null;
  /** 0, 50, 70, 90: how far it is on its way to being disabled. */
  readonly disablingPercent: number;
  readonly secretIds: readonly string[];
  readonly certifiedAt: string | null;
  readonly createdAt: string;
}

export interface DeliveryView {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly state: string;
  readonly itemId: string | null;
  readonly attempts: number;
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  readonly answer: { readonly status: number | null; readonly error: string | null; readonly body: string | null; readonly ms: number | null } | null;
  readonly acknowledgedAt?: string | null;
  readonly overdueAt?: string | null;
}

export interface ConformanceRun {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly checks: readonly { readonly step: string; readonly passed: boolean; readonly seen: string }[];
}
