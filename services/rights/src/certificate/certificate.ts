import type { CaseView } from '../cases/case-view.js';
import { canonicalJson } from '../canonical-json.js';

/** What is certified: no personal data, nothing of the removed text. */
export interface Certificate {
  readonly type: 'wiredesk.takedown-certificate';
  readonly version: 1;
  readonly issuer: string;
  readonly issuedAt: string;
  readonly case: { readonly number: string; readonly regime: string; readonly claimType: string; readonly openedAt: string };
  readonly targets: readonly {
    readonly url: string | null;
    readonly itemId: string | null;
    readonly state: string;
    readonly scope: string;
    readonly holds: readonly { readonly holdId: string; readonly seq: number; readonly class: string; readonly placedAt: string }[];
    readonly copies: number;
    readonly gone: number;
    readonly bySurface: readonly { readonly surface: string; readonly copies: number; readonly gone: number }[];
  }[];
  readonly copies: number;
  readonly gone: number;
}

/** The certificate of a case that is complete. Targets that are not held are named with their state. */
export const certificateOf = (view: CaseView, issuer: string, issuedAt: string): Certificate => ({
  type: 'wiredesk.takedown-certificate',
  version: 1,
  issuer,
  issuedAt,
  case: { number: view.number, regime: view.regime, claimType: view.claimType, openedAt: view.openedAt },
  targets: view.targets.map(({ url, itemId, state, scope, holds, coverage }) => ({
    url,
    itemId,
    state,
    scope,
    holds: holds.filter(({ liftedAt }) => liftedAt === null).map(({ holdId, seq, class: holdClass, placedAt }) => ({ holdId, seq, class: holdClass, placedAt })),
    copies: coverage.copies,
    gone: coverage.gone,
    bySurface: coverage.bySurface,
  })),
  copies: view.coverage.copies,
  gone: view.coverage.gone,
});

/** The bytes that are signed: the certificate as canonical JSON (RFC 8785), in UTF-8. */
export const signedText = (certificate: Certificate): string => canonicalJson(certificate);

/** What stands between a case and its certificate, as sentences. */
export const openPoints = (view: CaseView): string[] => {
  if (view.targets.every(({ removal }) => removal === 'not-held')) return ['No target of this case is held, so there is no removal to certify.'];
  return view.targets.flatMap((target) => {
    const name = target.url ?? target.itemId ?? '?';
    if (target.removal === 'silent') return [`${name}: it is closed; which copies left it is not reported yet.`];
    if (target.removal !== 'open') return [];
    return target.coverage.open.slice(0, 100).map(({ surface, place, state }) => `${surface} ${place}: ${state}`);
  });
};
