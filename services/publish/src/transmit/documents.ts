import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { readPageRow, readShownBody } from '../portal/show-article/article.store.js';
import { viewOf } from '../portal/show-article/article-view.js';
import { newsMlG2Of } from '../portal/show-article/newsml-g2.js';
import { ninjsOf } from '../portal/show-article/ninjs.js';
import type { PublishConfig } from '../publish.config.js';
import type { Document } from './parcel.js';
import { superdeskItemOf } from './superdesk.decide.js';

export type DocumentFormat = 'ninjs' | 'newsml-g2' | 'superdesk';

/** Articles as files, for transmitters that send the whole of them. */
@Injectable()
export class Documents {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  /** The article as of this publication; undefined where another one is public by now, or none: whatever comes next is queued already. */
  async of(itemId: string, publication: number, format: DocumentFormat): Promise<Document | undefined> {
    const row = await readPageRow(this.dataSource, itemId);
    if (!row || row.state !== 'live' || row.publication !== publication) return undefined;
    const article = (await readShownBody(this.dataSource, row))?.article;
    if (!article) throw new Error('the text of the article is not in the store');
    const { PORTAL_TIME_ZONE: timeZone, PORTAL_PUBLIC_URL: portalUrl, RIGHTS_PUBLIC_URL: rightsUrl, PORTAL_LANGUAGE: language, PORTAL_NAME: name } = this.config;
    if (format === 'superdesk') return { text: JSON.stringify(superdeskItemOf(row, article, `${portalUrl}/articles/${itemId}`)), contentType: 'application/json', extension: 'json' };
    const view = viewOf(row, article, 0, { language, timeZone, portalUrl, rightsUrl });
    if (format === 'ninjs') return { text: JSON.stringify(ninjsOf(row, article, view)), contentType: 'application/json', extension: 'json' };
    return { text: newsMlG2Of(row, article, view, { name, url: portalUrl }), contentType: 'application/xml', extension: 'xml' };
  }
}
