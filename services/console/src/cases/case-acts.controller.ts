import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, problem, zodForm } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import { languageOf } from '../pages/texts.js';
import { SignIn } from '../sign-in/sign-in.js';
import type { CaseDesk } from './case-answers.js';
import { CasePage } from './case-page.js';
import { casesTexts as texts } from './cases.texts.js';
import { openDecisions } from './second-person.decide.js';

const deciding = z.object({
  decision: z.string().min(1).max(40),
  target: z.union([z.literal('all'), z.coerce.number().int().min(0).max(9_999)]).default('all'),
  reason: z.string().trim().max(2_000).default(''),
  template: z.string().trim().max(2_000).default(''),
  confirmed: z.coerce.number().int().min(0).optional(),
});
const countering = z.object({ accept: z.enum(['yes', 'no']), reason: z.string().trim().min(1).max(2_000) });

const fileTimeoutMs = 20_000;
const fileBytesMax = 20_000_000;

/** What officers decide from the page of a case; rights decides whether it may be. */
@ApiExcludeController()
@Controller('cases/:number')
export class CaseActsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
    private readonly page: CasePage,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  /** One target at once; of several it is first shown how many would move. */
  @Post('decisions')
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('number') number: string, @Body(zodForm(deciding)) form: z.infer<typeof deciding>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const reason = form.reason === '' ? form.template : form.reason;
    const refused = (failed: string): Promise<void> => this.page.send(request, reply, visitor, number, { failed });
    if (reason === '') return refused(texts[languageOf(request)].reasonMissing);
    const path = `/v1/cases/${encodeURIComponent(number)}`;
    const desk = await this.services.get<CaseDesk>(visitor, 'rights', `${path}/desk`);
    if (!desk.ok) return refused(desk.detail);
    const open = openDecisions(desk.json.targets, visitor.actor).find(({ name }) => name === form.decision);
    const targets = (open?.targets ?? []).filter((ordinal) => form.target === 'all' || ordinal === form.target);
    if (targets.length === 0) return refused(open && open.othersOnly.length > 0 ? texts[languageOf(request)].secondPerson : texts[languageOf(request)].notNow);
    if (targets.length > 1 && form.confirmed !== targets.length) {
      return this.pages.send(request, reply, 'case-confirm', { visitor, texts, number, form: { decision: form.decision, target: String(form.target), reason }, count: targets.length, othersOnly: open?.othersOnly ?? [] });
    }
    const decided = await this.services.post(visitor, 'rights', `${path}/decisions`, { targets, decision: form.decision, reason });
    if (!decided.ok) return refused(decided.detail);
    this.back(reply, number, 'decided');
  }

  @Post('counter-notices/:id')
  async counter(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('number') number: string, @Param('id') id: string, @Body(zodForm(countering)) form: z.infer<typeof countering>): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const decided = await this.services.post(visitor, 'rights', `/v1/counter-notices/${encodeURIComponent(id)}/decision`, { accept: form.accept === 'yes', reason: form.reason });
    if (!decided.ok) return this.page.send(request, reply, visitor, number, { failed: decided.detail });
    this.back(reply, number, form.accept === 'yes' ? 'accepted' : 'refused');
  }

  /** The signed certificate as rights gives it, JSON or PDF. */
  @Get('certificate')
  async certificate(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('number') number: string, @Query('as') as = 'json', @Query('lang') lang = 'en'): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    const isPdf = as === 'pdf';
    const answer = await fetch(`${this.config.RIGHTS_URL}/cases/${encodeURIComponent(number)}/certificate${isPdf ? `.pdf?lang=${encodeURIComponent(lang)}` : ''}`, {
      headers: { authorization: `Bearer ${visitor.token}`, accept: isPdf ? 'application/pdf' : 'application/json' },
      signal: AbortSignal.timeout(fileTimeoutMs),
      redirect: 'error',
    }).catch((error: unknown) => {
      throw problem(502, 'rights-away', `rights could not be asked (${(error as Error).message}). Try again when it is back: System shows how it is.`);
    });
    if (answer.status === 409) throw problem(409, 'certificate-not-yet', 'Not every copy is proven gone yet. The page of the case names each one that is open, and Recalls says what to do about it.');
    if (!answer.ok) throw problem(answer.status === 404 ? 404 : 502, 'certificate-none', `rights answered ${answer.status} for the certificate of ${number}.`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (bytes.length > fileBytesMax) throw problem(502, 'certificate-too-long', `The certificate has more than ${fileBytesMax} bytes. Ask rights for it directly.`);
    void reply.header('content-type', isPdf ? 'application/pdf' : 'application/json; charset=utf-8').header('content-disposition', `attachment; filename="${number.replaceAll(/[^\w-]/g, '')}.${isPdf ? 'pdf' : 'json'}"`).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff').send(bytes);
  }

  private back(reply: FastifyReply, number: string, done: string): void {
    void reply.status(303).header('location', `/cases/${encodeURIComponent(number)}?done=${done}`).header('cache-control', 'no-store').send('');
  }
}
