import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { Gate } from '../../hold-lane/gate.js';
import type { PublishConfig } from '../../publish.config.js';
import { AskedGate } from '../page/asked-gate.js';
import type { Recipe } from '../page/page-cache.js';
import { Page } from '../page/page.js';
import type { Reader } from '../render/reader.js';
import { readPageRow, type PageRow } from '../show-article/article.store.js';
import { decideOutcome } from '../show-article/decide.js';
import { GonePages } from '../show-gone/gone-pages.js';
import { svgOf } from './qr-code.js';

interface Loaded {
  readonly row: PageRow | undefined;
  readonly svg: string;
}

/** The code that leads a phone to an article: made here, kept like a page, and gone with its article. */
@Injectable()
export class ShareArticle {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly gone: GonePages,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  recipe(itemId: string, reader: Reader): Recipe<Loaded> {
    return {
      key: `qr|${itemId}`,
      followsBoard: false,
      load: async () => {
        const row = await readPageRow(this.dataSource, itemId);
        return { row, svg: row?.state === 'live' ? await this.svg(itemId) : '' };
      },
      render: ({ row, svg }) => {
        const asked = new AskedGate(this.gate, 'portal');
        if (row) asked.permits(row);
        const outcome = decideOutcome(row, row === undefined ? { permitted: true } : this.gate.verdict(row, 'portal'), false);
        if (outcome.kind === 'show') return { page: new Page({ contentType: 'image/svg+xml', text: svg, cacheControl: 'no-cache', headers: { 'x-content-type-options': 'nosniff', ...asked.cacheKeys } }), dueMs: asked.dueMs, keep: true };
        const removed = outcome.kind === 'removed' ? outcome : { status: 404 as const, holdId: null };
        return { page: this.gone.make({ reader, path: `/articles/${itemId}`, json: true, articleLanguage: undefined, navigation: [], status: removed.status, holdId: removed.holdId }), dueMs: asked.dueMs, keep: outcome.kind === 'removed' };
      },
    };
  }

  /** Loaded with the first code that is asked for. */
  private async svg(itemId: string): Promise<string> {
    const { default: qrcode } = await import('qrcode');
    return svgOf(qrcode.create(`${this.config.PORTAL_PUBLIC_URL}/articles/${itemId}`, { errorCorrectionLevel: 'M' }));
  }
}
