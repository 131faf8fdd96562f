import { randomUUID } from 'node:crypto';

import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, parseForm, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { caseByNumber } from '../cases/case.store.js';
import { caseTexts } from '../cases/case-texts.js';
import { regimes } from '../cases/regimes.js';
import { titlesOf } from '../cases/titles.js';
import { fileBytesMax, keepFiles, sha256Of } from '../evidence-files/keep-files.js';
import { isMultipart, readMultipart, type GivenFile } from '../evidence-files/multipart.js';
import { sendPage } from '../pages/answer.js';
import { languageOf } from '../pages/page-language.decide.js';
import type { RightsConfig } from '../rights.config.js';
import { fieldThatMends, readForm, valuesOf, type FormField, type FormValues } from './form.decide.js';
import { formPage, type FormProblem, type Preview } from './form-page.js';
import { formTexts } from './form-texts.js';
import { NoticeRate } from './notice-rate.js';
import type { Notice } from './notice.js';
import { OrderTakedown } from './order-takedown.handler.js';
import { missingIn, regimeOf } from './regime.decide.js';

const previewsMax = 50;

/** `GET /takedown` and `POST /takedown`: the form for people. It needs no script. */
@ApiExcludeController()
@Controller('takedown')
export class TakedownFormController {
  private readonly rate: NoticeRate;

  constructor(
    private readonly takedown: OrderTakedown,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RightsConfig,
  ) {
    this.rate = new NoticeRate(config.NOTICES_PER_MINUTE);
  }

  @Get()
  async show(@Query('url') url: unknown, @Query('lang') lang: unknown, @Query('wanted') wanted: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const values = valuesOf({ urls: [url ?? ''].flat().filter((one) => typeof one === 'string').join('\n').slice(0, 4_000), lang: typeof lang === 'string' ? lang : '', ...wantedOf(wanted) });
    const previews = values.urls === '' ? [] : await this.preview(values);
    this.answer(request, reply, 200, values, [], previews);
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { fields, files } = isMultipart(request) ? await readMultipart(request) : { fields: parseForm(request.body), files: [] };
    const values = valuesOf(fields);
    const language = this.languageOf(request, values);
    const t = formTexts[language];
    if (files.some(({ content }) => content.length > fileBytesMax)) return this.answer(request, reply, 413, values, [{ field: 'files', text: t.problem.tooLarge }], []);
    const read = readForm(values, language, files.map(({ name, content }) => ({ description: name, sha256: sha256Of(content) })));
    if (!read.ok) {
      const previews = await this.preview(values);
      return this.answer(request, reply, 422, values, read.fields.map((field) => ({ field, text: field === 'urls' ? t.problem.urls : `${labelOf(t, field)}: ${t.problem.unreadable}` })), previews);
    }
    if (values.step === 'check') return this.answer(request, reply, 200, values, [], await this.preview(values));
    const problems = this.problemsOf(values, read.notice, language);
    if (problems.length > 0) return this.answer(request, reply, 422, values, problems, await this.preview(values));
    if (this.rate.take(request.ip, this.clock.now().getTime()) > 0) return this.answer(request, reply, 429, values, [{ field: 'urls', text: t.problem.tooMany }], []);
    const taken = await this.takedown.order(read.notice, { channel: 'form', language, key: /^[0-9a-f-]{36}$/.test(values.nonce) ? values.nonce : undefined, actor: 'claimant' });
    if (files.length > 0) await this.keep(taken.case.number, files);
    // After a redirect a reload shows the case again instead of sending the notice again.
    void reply.status(303).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').header('location', `/cases/${taken.case.number}?${new URLSearchParams({ token: taken.case.token, lang: language }).toString()}`).send();
  }

  /** After the notice and apart from it: what it names is closed already, and large files do not hold up the ledger. */
  private async keep(number: string, files: readonly GivenFile[]): Promise<void> {
    const one = await caseByNumber(this.dataSource, number);
    if (one) await inTransaction(this.dataSource, (tx) => keepFiles(tx, one.caseId, files, { by: 'claimant', now: this.clock.now() }));
  }

  /** People are shown what their notice lacks before it is sent, where an API call would get a cure request. */
  private problemsOf(values: FormValues, notice: Notice, language: 'zh' | 'en'): FormProblem[] {
    const t = formTexts[language];
    if (values.website !== '') return [{ field: 'website', text: t.problem.website }];
    return missingIn(notice, regimeOf(notice, this.config.DEFAULT_REGIME)).map((field) => ({ field: fieldThatMends[field], text: caseTexts[language].fields[field] }));
  }

  private async preview(values: FormValues): Promise<Preview[]> {
    const read = readForm({ ...values, type: '', role: '', scope: '', wanted: '', workFirst: '' }, 'en');
    if (!read.ok) return [];
    const resolved = (await this.takedown.resolve(read.notice)).slice(0, previewsMax);
    const titles = await titlesOf(this.dataSource, resolved.flatMap(({ item }) => (item ? [item.itemId] : [])));
    return resolved.map(({ given, address, item }) => ({ url: given ?? '', kind: address.kind === 'invalid' ? 'invalid' : item ? 'found' : 'unknown', title: item ? (titles.get(item.itemId) ?? null) : null }));
  }

  /** What the rules that the form now names ask for, said before it is sent: whoever fills it in once fills it in whole. */
  private neededFor(values: FormValues, language: 'zh' | 'en'): string[] {
    const read = readForm({ ...values, urls: 'https://any.example', workFirst: '' }, language);
    return read.ok ? regimes[regimeOf(read.notice, this.config.DEFAULT_REGIME)].formalFields.map((field) => caseTexts[language].fields[field]) : [];
  }

  private answer(request: FastifyRequest, reply: FastifyReply, status: number, values: FormValues, problems: readonly FormProblem[], previews: readonly Preview[]): void {
    const nonce = values.nonce === '' ? randomUUID() : values.nonce;
    const language = this.languageOf(request, values);
    sendPage(reply, status, formPage({ language, values: { ...values, nonce }, problems, previews, needed: this.neededFor(values, language) }));
  }

  private languageOf(request: FastifyRequest, values: FormValues): 'zh' | 'en' {
    return languageOf(values.lang, request.headers['accept-language']);
  }
}

/** A correction is asked for by the portal's link of that name; it is no claim of copyright, unless somebody says so. */
const wantedOf = (wanted: unknown): { wanted: string; type: string } => {
  if (typeof wanted !== 'string') return { wanted: '', type: '' };
  return { wanted, type: wanted === 'correct' ? 'other' : '' };
};

const labelOf = (t: (typeof formTexts)['en'], field: FormField): string => {
  const labels: Partial<Record<FormField, string>> = {
    type: t.type, jurisdiction: t.jurisdiction, scope: t.scope, wanted: t.wanted, grounds: t.grounds, workTitle: t.workTitle, workUrls: t.workUrls, workFirst: t.workFirst, proof: t.proof, name: t.name, role: t.role,
    organisation: t.organisation, email: t.email, phone: t.phone, address: t.address, orderAuthority: t.authority, orderReference: t.reference, signature: t.signature,
  };
  return labels[field] ?? field;
};
