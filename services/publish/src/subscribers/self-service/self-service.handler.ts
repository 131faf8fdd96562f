import { randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, ProblemException, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Conformance } from '../../conformance/conformance.handler.js';
import type { PublishConfig } from '../../publish.config.js';
import { Deliveries } from '../deliveries.handler.js';
import { wantsArticle, type FilteredArticle } from '../filter.decide.js';
import { tokenDigest } from '../secret.js';
import { Subscribers } from '../subscribers.handler.js';
import { html, type Html } from './html.js';
import { insertLink, newestForPreview, openRemovalsOf, subscriberOfLink } from './link.store.js';
import { subscriptionPage } from './page.js';
import type { Texts } from './texts.js';

const linkBytes = 32;
const deliveriesShown = 50;
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
    const [subscriber, list, removals, runs, newest] = await Promise.all([
      this.subscribers.one(subscriberId),
      this.deliveries.list(subscriberId, { limit: deliveriesShown }),
      openRemovalsOf(this.dataSource, subscriberId),
      this.conformance.list(subscriberId),
      newestForPreview<FilteredArticle>(this.dataSource),
    ]);
    const matching = newest.filter((article) => wantsArticle(subscriber.filter, article)).length;
    return subscriptionPage({ ...words, action: `/subscription/${key}`, subscriber, matching, deliveries: list.deliveries, removals, runs: runs.runs, note });
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
