import type { Check } from '../../conformance/decide.js';
import { placeOfUrl } from '../../deliver/claim.store.js';
import { html, type Html } from './html.js';
import type { OpenRemoval } from './link.store.js';
import type { Texts } from './texts.js';

const style = `:root{color-scheme:light dark;--line:#8884;--accent:#0b5c8a}@media(prefers-color-scheme:dark){:root{--accent:#7cc4ee}}
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:0}dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
form{display:inline-block;margin:.4rem .5rem .4rem 0}button{font:inherit;padding:.35rem .8rem;border:1px solid var(--accent);border-radius:.3rem;background:none;color:var(--accent);cursor:pointer}button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code,.note{overflow-wrap:anywhere}.note{padding:.8rem 1rem;border-left:4px solid var(--accent)}.wide{overflow-x:auto}`;

const document = (lang: string, title: string, body: Html): string =>
  html`<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><link rel="stylesheet" href="/subscription.css"></head>
<body><main><h1>${title}</h1>${body}</main></body></html>
`.text;

export const subscriptionCss = style;

/** What the page of a subscriber shows. */
export interface SubscriptionPage {
  readonly lang: string;
  readonly t: Texts;
  /** Where its forms go: the link itself. */
  readonly action: string;
  readonly subscriber: {
    readonly name: string; readonly url: string; readonly state: string; readonly stateReason: string | null; readonly filter: object; readonly waiting: number; readonly held: number; readonly failures: number;
    readonly certifiedAt: string | null; readonly secretIds: readonly string[];
  };
  readonly matching: number;
  /** Titles of the newest that match, as far as they may be shown now. */
  readonly matched: readonly string[];
  readonly deliveries: readonly {
    readonly id: string; readonly sequence: number; readonly type: string; readonly state: string; readonly itemId: string | null; readonly createdAt: string; readonly attempts: number;
    readonly answer: { readonly status: number | null; readonly error: string | null; readonly body: string | null; readonly ms: number | null } | null;
  }[];
  readonly removals: readonly OpenRemoval[];
  readonly runs: readonly { readonly state: string; readonly startedAt: string; readonly checks: readonly Check[] }[];
  readonly note: Html | undefined;
}

const button = (page: SubscriptionPage, action: string, label: string, fields: Readonly<Record<string, string>> = {}): Html =>
  html`<form method="post" action="${page.action}"><input type="hidden" name="action" value="${action}">${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button>${label}</button></form>`;

const deliveryRows = (page: SubscriptionPage): Html[] =>
  page.deliveries.map(
    (one) => html`<tr><td>${one.sequence}</td><td>${one.type}<br><small>${one.state}</small></td><td><small>${one.itemId}</small></td><td><time datetime="${one.createdAt}">${one.createdAt}</time></td><td>${one.attempts}</td>
<td>${one.answer && html`${one.answer.status ?? one.answer.error} <small>${one.answer.ms} ms ${one.answer.body}</small>`}</td><td>${one.itemId !== null && button(page, 'resend', page.t.resend, { deliveryId: one.id })}</td></tr>`,
  );

export const titles = (of: readonly string[]): Html => html`${of.length > 0 && html`<ul>${of.map((title) => html`<li>${title}</li>`)}</ul>`}`;

/** The page of one subscriber, without script. */
export const subscriptionPage = (page: SubscriptionPage): string => {
  const { t, subscriber: s } = page;
  return document(
    page.lang,
    `${t.title}: ${s.name}`,
    html`${page.note && html`<p class="note" role="status">${page.note}</p>`}
<dl><dt>${t.endpoint}</dt><dd><code>${placeOfUrl(s.url)}</code></dd>
<dt>${t.state}</dt><dd>${s.state}${s.stateReason !== null && html` (${s.stateReason})`} · ${s.waiting} ${t.waiting} · ${s.held} ${t.held} · ${s.failures} ${t.failing}</dd>
<dt>${t.certified}</dt><dd>${s.certifiedAt ?? t.notCertified}${s.certifiedAt !== null && html` · <a href="${page.action}/certificate">${t.certificate}</a>`}</dd><dt>${t.filter}</dt><dd><code>${JSON.stringify(s.filter)}</code><br>${page.matching} ${t.matching}${titles(page.matched)}</dd>
<dt>${t.secrets}</dt><dd>${s.secretIds.map((id) => html`<code>${id}</code> `)}</dd></dl>
${button(page, 'ping', t.ping)}${button(page, 'kill', t.kill)}${button(page, 'rotate', t.rotate)}${button(page, 'feed', t.feed)}${s.state === 'active' ? button(page, 'pause', t.pause) : button(page, 'resume', t.resume)}
<form method="post" action="${page.action}"><input type="hidden" name="action" value="count"><label>${t.replay} <input type="datetime-local" name="since" required> UTC</label> <button>${t.count}</button></form>
<h2>${t.preview}</h2><form method="post" action="${page.action}"><input type="hidden" name="action" value="preview">${(['words', 'categories', 'languages', 'sources'] as const).map((name) => html`<label>${t[name]} <input name="${name}" maxlength="400" placeholder="${t.separated}"></label> `)}<button>${t.look}</button></form>
<h2>${t.overdue}</h2>${page.removals.length === 0 ? html`<p>${t.none}</p>` : html`<ul>${page.removals.map((one) => html`<li><code>${one.item_id}</code> · ${one.created_at.toISOString()} · ${one.attempts} ${t.attempts} · ${one.last_status ?? one.last_error}</li>`)}</ul>`}
<h2>${t.runs}</h2>${page.runs.length === 0 ? html`<p>${t.none}</p>` : html`<ul>${page.runs.map((run) => html`<li>${run.startedAt}: ${run.state}<ul>${run.checks.map((check) => html`<li>${check.step}: ${check.passed ? '✓' : '✗'} ${check.seen}</li>`)}</ul></li>`)}</ul>`}
<h2>${t.deliveries}</h2><div class="wide"><table><thead><tr><th>${t.number}</th><th>${t.type}</th><th>${t.article}</th><th>${t.when}</th><th>${t.attempts}</th><th>${t.answer}</th><th></th></tr></thead><tbody>${deliveryRows(page)}</tbody></table></div>`,
  );
};

/** What a link that has ended shows; one that never existed shows the same. */
export const unknownLinkPage = (lang: string, t: Texts): string => document(lang, t.unknownTitle, html`<p>${t.unknown}</p>`);
