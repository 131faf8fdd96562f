import { createHmac } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, Outgoing, type Clock } from '@wiredesk/platform';

import type { PublishConfig } from '../publish.config.js';
import { retryAfterMs } from '../deliver/retry.decide.js';
import { signedHeaders } from '../deliver/sign.js';
import { SigningKey } from '../deliver/signing-key.js';
import { NotSent, type Parcel, type Sent, type Transmit } from './parcel.js';
import { superdeskMessageOf } from './superdesk.decide.js';

const answerBytesMax = 64 * 1024;
const answerKeptChars = 300;

/** Posts to a subscriber's URL: signed webhooks, and pushes as Superdesk makes them. */
@Injectable()
export class ByHttp {
  constructor(
    private readonly outgoing: Outgoing,
    private readonly signingKey: SigningKey,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Standard Webhooks. A document, where its product wants one, is `data.<name>` of the message. */
  readonly webhook: Transmit = {
    send: async (parcel) => {
      const { claimed, message, document } = parcel;
      const body = JSON.stringify(document === undefined ? message : { ...message, data: { ...message.data, ninjs: JSON.parse(document.text) as unknown } });
      const { privateKey } = await this.signingKey.pair();
      return this.post(parcel, body, signedHeaders(claimed.row.id, this.clock.now().getTime(), body, { secrets: claimed.endpoint.secrets, privateKey }));
    },
  };

  /** As Superdesk's HTTP push: one item as JSON, its HMAC-SHA1 in `x-superdesk-signature`, of which there can be one only, so a new secret is used at once. */
  readonly superdesk: Transmit = {
    send: async (parcel) => {
      const { claimed, message, document } = parcel;
      const body = document?.text ?? stringified(superdeskMessageOf(message, claimed.row.id));
      if (body === undefined) return { status: 204, retryAfterMs: null, answer: 'not sent: Superdesk has no word for it' };
      const signature = createHmac('sha1', claimed.endpoint.secrets.at(-1) ?? '').update(body).digest('hex');
      return this.post(parcel, body, { 'x-superdesk-signature': `sha1=${signature}` });
    },
  };

  private async post({ claimed, mayStillGo }: Parcel, body: string, headers: Readonly<Record<string, string>>): Promise<Sent> {
    let stopped = false;
    try {
      const answer = await this.outgoing.call(claimed.endpoint.url, {
        method: 'POST',
        headers: { ...claimed.endpoint.headers, 'content-type': 'application/json', 'user-agent': 'Wiredesk/1', ...headers },
        body,
        timeoutMs: this.config.DELIVERY_TIMEOUT_MS,
        bytesMax: answerBytesMax,
        mayStillGo: () => {
          stopped = !mayStillGo();
          return !stopped;
        },
      });
      const text = answer.body.subarray(0, answerKeptChars).toString('utf8').replaceAll('\0', '');
      return { status: answer.status, retryAfterMs: retryAfterMs(answer.headers['retry-after'], this.clock.now().getTime()), answer: text === '' ? null : text };
    } catch (error) {
      throw stopped ? new NotSent() : error;
    }
  }
}

const stringified = (item: Record<string, unknown> | undefined): string | undefined => (item === undefined ? undefined : JSON.stringify(item));
