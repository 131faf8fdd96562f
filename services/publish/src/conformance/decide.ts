/** What a subscriber is put through, in this order. */
export const steps = ['publish', 'kill', 'stale', 'replay'] as const;
export type Step = (typeof steps)[number];

/** One thing that was looked at, and what was seen. */
export interface Check {
  readonly step: Step;
  readonly passed: boolean;
  readonly seen: string;
}

/** Where a run stands. `answered`: status of the step's message once it was answered with 2xx; null while it was not. */
export interface RunState {
  readonly step: Step;
  readonly stepAtMs: number;
  readonly nowMs: number;
  readonly withinMs: number;
  readonly answered: number | null;
  readonly lastAnswer: string | null;
  readonly acknowledged: { readonly copiesRemoved: number } | null;
}

export type RunDecision = { readonly kind: 'wait' } | { readonly kind: 'next'; readonly check: Check; readonly step: Step } | { readonly kind: 'end'; readonly check: Check; readonly passed: boolean };

const acknowledges = (step: Step): boolean => step === 'kill' || step === 'replay';

/**
 * What follows from what was seen so far. A test article is published and killed; then an older message of it comes
 * late, and the kill once more. Who keeps to the revision has removed the first (1 copy or more) and, at the end, has
 * nothing to remove: 0 copies says both that the stale message was ignored and that a replay does no harm.
 */
export const decideRun = (run: RunState): RunDecision => {
  const failed = (seen: string): RunDecision => ({ kind: 'end', passed: false, check: { step: run.step, passed: false, seen } });
  const isLate = run.nowMs - run.stepAtMs > run.withinMs;
  if (run.answered === null) return isLate ? failed(`no 2xx within ${seconds(run.withinMs)}; last: ${run.lastAnswer ?? 'nothing'}`) : { kind: 'wait' };
  if (acknowledges(run.step)) {
    if (!run.acknowledged) return isLate ? failed(`not acknowledged within ${seconds(run.withinMs)}`) : { kind: 'wait' };
    const { copiesRemoved } = run.acknowledged;
    if (run.step === 'kill' && copiesRemoved < 1) return failed('acknowledged that 0 copies were removed, where there was one');
    if (run.step === 'replay' && copiesRemoved > 0) return failed(`acknowledged ${copiesRemoved} removed copies, where there should have been none: an older revision was taken after the removal`);
  }
  const seen = run.acknowledged && acknowledges(run.step) ? `answered ${run.answered}, acknowledged ${run.acknowledged.copiesRemoved} removed` : `answered ${run.answered}`;
  const check: Check = { step: run.step, passed: true, seen };
  const next = steps[steps.indexOf(run.step) + 1];
  return next ? { kind: 'next', check, step: next } : { kind: 'end', passed: true, check };
};

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

/** Type and data of a step's message. It is marked as a test, and what it is about does not exist. */
export const messageOfStep = (step: Step, test: { readonly itemId: string; readonly portalUrl: string; readonly ackUrl: string; readonly atIso: string; readonly respondByIso: string }) => {
  const head = { test: true, itemId: test.itemId, url: `${test.portalUrl}/articles/${test.itemId}`, source: { id: 'conformance-test' }, storyId: test.itemId };
  const shown = { ...head, itemRevision: 1, title: 'Conformance test: please ignore', abstract: null, language: 'en', categories: [], publishedAt: test.atIso, credit: null, notice: null, originalUrl: null };
  switch (step) {
    case 'publish':
      return { type: 'article.published', detail: { ...shown, revision: 2 } };
    case 'stale':
      return { type: 'article.updated', detail: { ...shown, revision: 1 } };
    case 'kill':
    case 'replay':
      return {
        type: 'article.taken_down',
        detail: { ...head, revision: 3, itemRevision: 1, scope: 'item', reasonCode: 'conformance-test', law: null, caseNumber: null, httpStatus: 410, effectiveAt: test.atIso, respondBy: test.respondByIso, ackUrl: test.ackUrl },
      };
  }
};
