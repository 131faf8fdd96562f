import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import type { Visitor } from '../sign-in/sign-in.js';
import type { HealthView, PollView, SourceView } from './ingest-answers.js';
import { quickstartOf } from './quickstart.decide.js';
import { sourcesTexts } from './sources.texts.js';

/** What came of the last act, for the top of a page. */
export interface Said {
  readonly failed?: string;
  readonly done?: string | undefined;
}

/** One source whole: everything that ingest and rights say of it, asked at the same time. */
@Injectable()
export class SourcePage {
  constructor(
    private readonly services: AskServices,
    private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  /** 404 where there is no such source; what else cannot be asked is left out, with the reason in its place. */
  async send(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, id: string, said: Said = {}): Promise<void> {
    const path = `/v1/sources/${encodeURIComponent(id)}`;
    const [source, health, poll, grants, receipts] = await Promise.all([
      this.services.get<SourceView>(visitor, 'ingest', path),
      this.services.get<HealthView>(visitor, 'ingest', `${path}/health`),
      this.services.get<PollView>(visitor, 'ingest', `${path}/poll`),
      this.services.get<{ grants: readonly unknown[] }>(visitor, 'rights', `${path}/grants`),
      this.services.get<{ receipts: readonly { format: string | null }[] }>(visitor, 'ingest', `${path}/receipts?limit=5`),
    ]);
    if (!source.ok) return this.pages.send(request, reply, 'source', { visitor, texts: sourcesTexts, id, failed: source.detail }, source.status === 404 ? 404 : 502);
    const live = source.json.keys.find((key) => key.revokedAt === null);
    const format = receipts.ok ? (receipts.json.receipts.find((receipt) => receipt.format !== null)?.format ?? null) : null;
    this.pages.send(
      request,
      reply,
      'source',
      {
        visitor, texts: sourcesTexts, id, source: source.json, health: health.ok ? health.json : undefined, healthFailed: health.ok ? undefined : health.detail,
        poll: poll.ok ? poll.json : undefined, pollFailed: poll.ok || poll.status === 404 ? undefined : poll.detail,
        grants: grants.ok ? grants.json.grants : [], grantsFailed: grants.ok || grants.status === 404 ? undefined : grants.detail,
        calls: quickstartOf({ id, scheme: live?.scheme ?? 'bearer', format }, this.config.INGEST_URL), now: new Date().toISOString(), ...said,
      },
      said.failed === undefined ? 200 : 422,
    );
  }
}
