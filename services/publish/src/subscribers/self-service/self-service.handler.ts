import { randomBytes, sign } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, ProblemException, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Conformance } from '../../conformance/conformance.handler.js';
import { SigningKey } from '../../deliver/signing-key.js';
import { PullFeed } from '../../feeds/of-subscriber/pull-feed.js';
import { Gate } from '../../hold-lane/gate.js';
import { readNewest } from '../../portal/show-lists/list.store.js';
import type { PublishConfig } from '../../publish.config.js';
import { Deliveries } from '../deliveries.handler.js';
import { wantsArticle, type Filter } from '../filter.decide.js';
import { tokenDigest } from '../secret.js';
import { Subscribers } from '../subscribers.handler.js';
import { html, type Html } from './html.js';
import { insertLink, openRemovalsOf, subscriberOfLink } from './link.store.js';
import { subscriptionPage, titles } from './page.js';
import type { Texts } from './texts.js';

const linkBytes = 32;
const deliveriesShown = 50;
const newestLooked = 200;
const titlesShown = 10;
const feedDays = 365;
const valuesMax = 20;
const overlapSeconds = 24 * 3_600;
const minuteText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** The pages that a subscriber opens by a link which the operator sent it. */
@Injectable()
export class SelfService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subscribers: Subscribers,
    private readonly deliveries: Deliveries,
    private readonly conformance: Conformance,
    private readonly feeds: PullFeed,
    private readonly gate: Gate,
    private readonly signingKey: SigningKey,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A new link, told this once. Throws 404 for an unknown subscriber. */
  async link(subscriberId: string, days: number) {
    await this.subscribers.one(subscriberId);
    const key = randomBytes(linkBytes).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + days * 86_400_000);
    await insertLink(this.dataSource, tokenDigest(key), subscriberId, now, expiresAt);
    return { url: `${this.config.PUBLIC_URL ?? this.config.PORTAL_PUBLIC_URL}/subscription/${key}`, expiresAt: expiresAt.toISOString() };
  }

  /** Whose link it is; undefined for one that ended or never was. */
  subscriberOf(key: string): Promise<string | undefined> {
    return subscriberOfLink(this.dataSource, tokenDigest(key), this.clock.now());
  }

  async page(subscriberId: string, key: string, words: { readonly lang: string; readonly t: Texts }, note: Html | undefined): Promise<string> {
    const [subscriber, list, removals, runs] = await Promise.all([
      this.subscribers.one(subscriberId),
      this.deliveries.list(subscriberId, { limit: deliveriesShown }),
      openRemovalsOf(this.dataSource, subscriberId),
      this.conformance.list(subscriberId),
    ]);
    const { matching, matched } = await this.preview(subscriber.filter);
    return subscriptionPage({ ...words, action: `/subscription/${key}`, subscriber, matching, matched, deliveries: list.deliveries, removals, runs: runs.runs, note });
  }

  /** How many of the newest a filter wants, and titles of those that may be shown now. Throws 503 where the hold ledger is too old. */
  private async preview(filter: Filter): Promise<{ matching: number; matched: string[] }> {
    const rows = await readNewest(this.dataSource, undefined, undefined, newestLooked);
    this.gate.assertFresh();
    const matching = rows.filter((row) => wantsArticle(filter, row) && this.gate.permits(row, 'webhook'));
    return { matching: matching.length, matched: matching.slice(0, titlesShown).map((row) => row.title ?? row.item_id) };
  }

  /** What proves to others that this subscriber passed the conformance kit, signed with the key of `/v1/signing-keys`. Throws 404 where it has not. */
  async certificate(subscriberId: string) {
    const { id, name, certifiedAt } = await this.subscribers.one(subscriberId);
    if (certifiedAt === null) throw problem(404, 'not-certified', 'The conformance kit has not been passed, or a removal was left unacknowledged since.');
    const [run] = (await this.conformance.list(subscriberId)).runs.filter(({ state }) => state === 'passed');
    const { privateKey, publicKey } = await this.signingKey.pair();
    const certificate = { type: 'wiredesk.conformance', subscriberId: id, name, certifiedAt, issuer: this.config.PORTAL_PUBLIC_URL, issuedAt: this.clock.now().toISOString(), checks: run?.checks ?? [] };
    return { certificate, publicKey, signature: sign(null, Buffer.from(JSON.stringify(certificate)), privateKey).toString('base64') };
  }

  /** Does what a form asks for and says what came of it; a problem is said, too. */
  async act(subscriberId: string, key: string, form: Readonly<Record<string, string | string[]>>, t: Texts): Promise<Html> {
    try {
      return await this.perform(subscriberId, key, (name) => String(form[name] ?? ''), t);
    } catch (error) {
      if (!(error instanceof ProblemException) || error.getStatus() >= 500) throw error;
      return html`${error.detail}`;
    }
  }

  private async perform(subscriberId: string, key: string, field: (name: string) => string, t: Texts): Promise<Html> {
    switch (field('action')) {
      case 'ping':
        await this.subscribers.ping(subscriberId);
        return html`${t.done}`;
      case 'kill':
        await this.conformance.begin(subscriberId);
        return html`${t.done}`;
      case 'pause':
      case 'resume':
        await this.subscribers.change(subscriberId, { state: field('action') === 'pause' ? 'paused' : 'active' });
        return html`${t.done}`;
      case 'rotate': {
        const made = await this.subscribers.rotateSecret(subscriberId, overlapSeconds);
        return html`${t.newSecret} ${made.olderSecretsEndAt}: <code>${made.secret}</code>`;
      }
      case 'feed': {
        const { urls, expiresAt } = await this.feeds.link(subscriberId, feedDays);
        return html`${t.newFeeds} ${expiresAt}: ${Object.values(urls).map((url) => html`<br><code>${url}</code>`)}`;
      }
      case 'preview': {
        const values = (name: string): string[] | undefined => {
          const given = field(name).split(/[,，、]/).map((value) => value.trim()).filter((value) => value !== '').slice(0, valuesMax);
          return given.length === 0 ? undefined : given;
        };
        const { matching, matched } = await this.preview({ words: values('words'), categories: values('categories'), languages: values('languages'), sources: values('sources') });
        return html`${matching} ${t.previewed}${titles(matched)}`;
      }
      case 'resend':
        await this.deliveries.replay(subscriberId, { deliveryId: field('deliveryId'), confirm: true });
        return html`${t.done}`;
      case 'count':
      case 'replay': {
        const confirm = field('action') === 'replay';
        if (!minuteText.test(field('since').replace(/(:\d{2})?(\.\d{3})?Z$/, ''))) throw problem(422, 'since-invalid', 'Choose a date and a time.');
        const since = new Date(`${field('since').replace(/Z$/, '')}Z`).toISOString();
        const { articles } = await this.deliveries.replay(subscriberId, { since, confirm });
        if (confirm) return html`${t.done}`;
        return html`${articles} ${t.counted} <form method="post" action="/subscription/${key}"><input type="hidden" name="action" value="replay"><input type="hidden" name="since" value="${since}"><button>${t.confirm}</button></form>`;
      }
      default:
        throw problem(422, 'action-unknown', 'This form is not known.');
    }
  }
}
