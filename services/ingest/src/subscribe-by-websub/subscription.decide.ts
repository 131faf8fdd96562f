/** What we know of a subscription at a hub. */
export interface Subscription {
  readonly sourceId: string;
  readonly hub: string;
  readonly topic: string;
  readonly token: string;
  readonly secret: string;
  readonly state: 'asked' | 'verified' | 'denied';
  /** The feed is still asked for by an operator's wish. */
  readonly wanted: boolean;
}

export interface VerificationQuery {
  readonly mode: string | undefined;
  readonly topic: string | undefined;
  readonly challenge: string | undefined;
  readonly leaseSeconds: string | undefined;
  readonly reason: string | undefined;
}

export type VerificationAnswer =
  | { readonly kind: 'confirm'; readonly challenge: string; readonly leaseSeconds: number; readonly renewAfterSeconds: number }
  | { readonly kind: 'let-go'; readonly challenge: string }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'refuse' };

const leaseDefaultSeconds = 10 * 86_400;
const leaseMaxSeconds = 90 * 86_400;
const challengeCharsMax = 1_000;

/**
 * Answers a hub that asks whether we meant it (WebSub §5.3): a subscription of this very topic that we want is
 * confirmed, an end that we want is let go, a denial is noted; anything else is somebody else's wish, and refused.
 * A lease is renewed after four fifths of it.
 */
export const answerVerification = (subscription: Subscription | undefined, query: VerificationQuery): VerificationAnswer => {
  if (!subscription) return { kind: 'refuse' };
  if (query.topic !== subscription.topic) return { kind: 'refuse' };
  if (query.mode === 'denied') return { kind: 'denied', reason: (query.reason ?? 'no reason given').slice(0, 200) };
  if (query.challenge === undefined || query.challenge === '' || query.challenge.length > challengeCharsMax) return { kind: 'refuse' };
  if (query.mode === 'unsubscribe') return subscription.wanted ? { kind: 'refuse' } : { kind: 'let-go', challenge: query.challenge };
  if (query.mode !== 'subscribe' || !subscription.wanted) return { kind: 'refuse' };
  const asked = Number(query.leaseSeconds ?? '');
  const leaseSeconds = Number.isFinite(asked) && asked > 0 ? Math.min(asked, leaseMaxSeconds) : leaseDefaultSeconds;
  return { kind: 'confirm', challenge: query.challenge, leaseSeconds, renewAfterSeconds: Math.floor(leaseSeconds * 0.8) };
};

const retryFirstSeconds = 60;
const retryMaxSeconds = 6 * 3_600;

/** After how many seconds a hub that did not answer as hoped is asked again. */
export const askAgainAfterSeconds = (attempts: number): number => Math.min(retryMaxSeconds, retryFirstSeconds * 4 ** Math.min(attempts - 1, 10));
