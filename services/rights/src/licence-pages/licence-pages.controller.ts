import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CLOCK, problem, Tokens, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { strikesOf } from '../case-records/case-record.store.js';
import { activeGrants, expiringGrants, licensedSources } from '../import-grants/licensed-source.store.js';
import { contactsOf } from '../letters/letter.store.js';
import { sourceOf } from '../manage-grants/grant.store.js';
import { officerOf } from '../officer-desk/desk-access.js';
import { sendPage } from '../pages/answer.js';
import { renderPage } from '../pages/page.js';
import { languageOf } from '../pages/page-language.decide.js';
import { licenceTexts } from './licence-texts.js';

const soonMs = 60 * 86_400_000;
const shownMax = 200;
const sourcesShownMax = 2_000;

/** `/officer/licences` and `/officer/licences/{source}`: what each source allows, until when, and who speaks for it. */
@ApiExcludeController()
@Controller('officer/licences')
export class LicencePagesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async all(@Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    const language = languageOf(lang, request.headers['accept-language']);
    const [w, now] = [licenceTexts[language], this.clock.now()];
    const [expiring, sources] = await Promise.all([expiringGrants(this.dataSource, now, new Date(now.getTime() + soonMs), shownMax), licensedSources(this.dataSource, sourcesShownMax)]);
    sendPage(reply, 200, renderPage('licence-pages/licences', { language, title: w.title, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { w, expiring, sources }));
  }

  @Get(':sourceId')
  async one(@Param('sourceId') sourceId: string, @Query('lang') lang: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    officerOf(request, this.tokens);
    const source = await sourceOf(this.dataSource, sourceId);
    if (!source) throw problem(404, 'source-unknown', 'No licence of this source was told yet.');
    const language = languageOf(lang, request.headers['accept-language']);
    const nowMs = this.clock.now().getTime();
    const [grants, contacts, strikes] = await Promise.all([activeGrants(this.dataSource, sourceId, shownMax), contactsOf(this.dataSource, [sourceId]), strikesOf(this.dataSource, sourceId, shownMax)]);
    const ends = (until: string | null): 'over' | 'soon' | null => (until === null || Date.parse(until) > nowMs + soonMs ? null : Date.parse(until) <= nowMs ? 'over' : 'soon');
    sendPage(
      reply,
      200,
      renderPage('licence-pages/licence', { language, title: source.name, otherLanguageUrl: `?lang=${language === 'zh' ? 'en' : 'zh'}` }, { w: licenceTexts[language], grants: grants.map((grant) => ({ ...grant, ends: ends(grant.terms.until) })), contact: contacts.get(sourceId) ?? null, strikes }),
    );
  }
}
