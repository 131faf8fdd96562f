import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, Outgoing, OutgoingRefused, problem, uuidv7, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { cancelAll, holdAll, queueMessage, releaseHeld } from '../deliver/delivery.store.js';
import { DeliveryWake } from '../deliver/wake.js';
import type { PublishConfig } from '../publish.config.js';
import { shownSettings, targetOf, type TransmitterSettings } from '../transmit/settings.js';
import { newSecret, newToken, tokenDigest } from './secret.js';
import type { NewSubscriber, SubscriberChange } from './subscriber.js';
import { addSecret, createSubscriber, lockedSubscriber, readSubscribers, writeSubscriber, type SubscriberSettings, type SubscriberView } from './subscriber.store.js';

const unknown = (id: string) => problem(404, 'subscriber-unknown', `There is no subscriber "${id}". An operator makes one with POST /v1/subscribers.`);

/** Subscribers, for operators. */
@Injectable()
export class Subscribers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    private readonly wake: DeliveryWake,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a subscriber. Its signing secret and its token are told this once. */
  async create(subscriber: NewSubscriber) {
    const url = this.targetOf(subscriber.transmitter, subscriber.url);
    const [id, secret, token, now] = [uuidv7(), newSecret(), newToken(), this.clock.now()];
    await inTransaction(this.dataSource, async (tx) => {
      await createSubscriber(tx, id, { ...subscriber, url }, tokenDigest(token), now);
      await addSecret(tx, id, uuidv7(), secret, now);
    });
    return { ...(await this.one(id)), secret, token, note: 'Secret and token are shown only this once. The secret proves our deliveries (Standard Webhooks); the token is for your own calls: reconcile and removals.' };
  }

  async list() {
    return { subscribers: (await readSubscribers(this.dataSource, null, this.clock.now())).map(toReply) };
  }

  async one(id: string) {
    const [view] = await readSubscribers(this.dataSource, id, this.clock.now());
    if (!view) throw unknown(id);
    return toReply(view);
  }

  /** Changes settings. Pausing holds what is queued; resuming sends the newest of each article. Removals are never held. */
  async change(id: string, { state: wanted, ...change }: SubscriberChange) {
    const now = this.clock.now();
    await inTransaction(this.dataSource, async (tx) => {
      const settings = await lockedSubscriber(tx, id);
      if (!settings || settings.state === 'deleted') throw unknown(id);
      const state = wanted ?? settings.state;
      const reason = wanted === undefined ? settings.state_reason : wanted === 'active' ? null : 'paused by an operator';
      const transmitter = change.transmitter ?? settings.transmitter;
      const url = change.url === undefined && targetOf(transmitter) === undefined ? settings.url : this.targetOf(transmitter, change.url);
      assertSamePlace(settings.transmitter, transmitter);
      const next: SubscriberSettings = { ...settings, ...withoutUndefined(change), url, transmitter, state, state_reason: reason };
      await writeSubscriber(tx, next, change.url !== undefined || change.transmitter !== undefined || wanted === 'active', now);
      if (state === 'active' && (settings.certified_at !== null || !this.config.CONFORMANCE_REQUIRED)) await releaseHeld(tx, id, now);
      if (state === 'paused') await holdAll(tx, id);
    });
    this.wake.wake();
    return this.one(id);
  }

  /** Ends a subscription. What it had is kept in the copy ledger, and removals still reach it. */
  async remove(id: string): Promise<void> {
    const now = this.clock.now();
    await inTransaction(this.dataSource, async (tx) => {
      const settings = await lockedSubscriber(tx, id);
      if (!settings || settings.state === 'deleted') throw unknown(id);
      await writeSubscriber(tx, { ...settings, state: 'deleted', state_reason: 'ended by an operator' }, false, now);
      await cancelAll(tx, id, now);
    });
  }

  /** A new secret; until the overlap ends, deliveries are signed with the older ones as well. */
  async rotateSecret(id: string, overlapSeconds: number) {
    const [secretId, secret, now] = [uuidv7(), newSecret(), this.clock.now()];
    const olderEndAt = new Date(now.getTime() + overlapSeconds * 1_000);
    await inTransaction(this.dataSource, async (tx) => {
      const settings = await lockedSubscriber(tx, id);
      if (!settings || settings.state === 'deleted') throw unknown(id);
      await addSecret(tx, id, secretId, secret, now, olderEndAt);
    });
    return { secretId, secret, olderSecretsEndAt: olderEndAt.toISOString() };
  }

  /** Queues a `test.ping`; it is refused while nothing would be sent. */
  async ping(id: string) {
    const now = this.clock.now();
    const deliveryId = await inTransaction(this.dataSource, async (tx) => {
      const settings = await lockedSubscriber(tx, id);
      if (!settings || settings.state === 'deleted') throw unknown(id);
      if (settings.state !== 'active') throw problem(409, 'subscriber-not-active', `The subscriber is ${settings.state}; make it active first: PATCH /v1/subscribers/${id} {"state":"active"}.`);
      return queueMessage(tx, { subscriberId: id, type: 'test.ping', detail: null }, now);
    });
    this.wake.wake();
    return { deliveryId };
  }

  /** Where deliveries go. Throws 422 where that is not said, said twice, or may not be called. */
  private targetOf(transmitter: TransmitterSettings, url: string | undefined): string {
    const target = targetOf(transmitter);
    if (target === undefined) {
      if (url === undefined) throw problem(422, 'url-missing', `A ${transmitter.kind} needs "url", where deliveries are posted.`, { errors: [{ pointer: '/url', detail: 'is missing' }] });
      this.assertMayCall(url);
      return url;
    }
    if (url !== undefined) throw problem(422, 'url-not-used', `The transmitter ${transmitter.kind} says itself where deliveries go. Leave "url" out.`, { errors: [{ pointer: '/url', detail: 'is not used' }] });
    if (transmitter.kind === 'object-drop') this.assertMayCall(transmitter.endpoint);
    if (transmitter.kind === 'sftp' && transmitter.password === undefined && transmitter.privateKey === undefined) {
      throw problem(422, 'credentials-missing', 'An SFTP server needs "password" or "privateKey".', { errors: [{ pointer: '/transmitter/password', detail: 'is missing' }] });
    }
    return target;
  }

  private assertMayCall(url: string): void {
    try {
      this.outgoing.assertMayCall(url);
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error;
      throw problem(422, 'url-refused', `Deliveries cannot go to this URL: ${error.message}. An operator can allow an exact host:port with OUTGOING_ALLOW.`, { errors: [{ pointer: '/url', detail: error.message }] });
    }
  }
}

/** What was dropped at the old place would be forgotten there: a removal goes where its subscriber is now. */
const assertSamePlace = (before: TransmitterSettings, after: TransmitterSettings): void => {
  if (before.kind === after.kind && targetOf(before) === targetOf(after)) return;
  throw problem(409, 'transmitter-fixed', 'A subscriber stays at its place, so that removals find what was left there. Make another subscriber, and end this one.', { errors: [{ pointer: '/transmitter', detail: 'is another place' }] });
};

const withoutUndefined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

const toReply = (view: SubscriberView) => ({
  id: view.id,
  name: view.name,
  url: view.url,
  transmitter: shownSettings(view.transmitter),
  filter: view.filter,
  contact: view.contact,
  state: view.state,
  stateReason: view.state_reason,
  stateChangedAt: view.state_changed_at.toISOString(),
  sequence: Number(view.sequence),
  waiting: view.waiting,
  held: view.held,
  failures: view.failures,
  failingSince: view.failing_since?.toISOString() ?? null,
  disablingPercent: view.warned_percent,
  secretIds: view.secrets,
  certifiedAt: view.certified_at?.toISOString() ?? null,
  createdAt: view.created_at.toISOString(),
});
