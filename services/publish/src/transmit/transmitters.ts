import { Injectable } from '@nestjs/common';

import type { ClaimedDelivery } from '../deliver/delivery.js';
import { ByHttp } from './by-http.js';
import { Documents, type DocumentFormat } from './documents.js';
import { KafkaTopic } from './kafka-topic.js';
import { ObjectDrop } from './object-drop.js';
import { NotSent, type Document, type Parcel, type Sent } from './parcel.js';
import type { TransmitterSettings } from './settings.js';
import { SftpDrop } from './sftp-drop.js';

const documentOf = (settings: TransmitterSettings): DocumentFormat | undefined => {
  if (settings.kind === 'superdesk-push') return 'superdesk';
  return settings.format === 'message' ? undefined : settings.format;
};

/** Sends each delivery by the transmitter of its subscriber. */
@Injectable()
export class Transmitters {
  constructor(
    private readonly documents: Documents,
    private readonly byHttp: ByHttp,
    private readonly kafkaTopic: KafkaTopic,
    private readonly objectDrop: ObjectDrop,
    private readonly sftpDrop: SftpDrop,
  ) {}

  /** Throws `NotSent` where the gate refused, or what it would show is not public any more; else whatever went wrong. */
  async send(parcel: Omit<Parcel, 'document'>): Promise<Sent> {
    const { transmitter } = parcel.claimed.endpoint;
    const whole = { ...parcel, document: await this.document(parcel.claimed, transmitter) };
    switch (transmitter.kind) {
      case 'webhook':
        return this.byHttp.webhook.send(whole);
      case 'superdesk-push':
        return this.byHttp.superdesk.send(whole);
      case 'kafka':
        return this.kafkaTopic.send(transmitter, whole);
      case 'object-drop':
        return this.objectDrop.send(transmitter, whole);
      case 'sftp':
        return this.sftpDrop.send(transmitter, whole);
    }
  }

  private async document({ row, article }: ClaimedDelivery, settings: TransmitterSettings): Promise<Document | undefined> {
    const format = documentOf(settings);
    if (format === undefined || !article || row.publication === null || row.type === 'article.taken_down') return undefined;
    const document = await this.documents.of(article.item_id, row.publication, format);
    if (!document) throw new NotSent();
    return document;
  }
}
