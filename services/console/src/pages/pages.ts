import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { screens } from './screens.js';
import { languageOf, textsOf, type Language } from './texts.js';

const folder = import.meta.dirname;
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a view is given. `texts` are the slice's own words. */
export type PageData = Readonly<Record<string, unknown>> & { readonly texts?: Readonly<Record<Language, object>> };

/** Renders the console's pages: escaped by default, no script, nothing from elsewhere. */
@Injectable()
export class Pages {
  private readonly eta = new Eta({ views: join(folder, 'views'), cache: true, autoEscape: true });
  readonly style = readFileSync(join(folder, 'console.css'));
  readonly styleTag = createHash('sha256').update(this.style).digest('hex').slice(0, 12);

  /**
   * Sends a page in the language that the visitor reads; `?lang=` decides and is remembered. `data.texts`, where a slice
   * has words of its own in both languages, is seen by the view as `it.s`; the words of all pages are `it.t`.
   */
  send(request: FastifyRequest, reply: FastifyReply, view: string, data: PageData, status = 200): void {
    const language: Language = languageOf(request);
    const [path = '/'] = request.url.split('?');
    const html = this.eta.render(view, { ...data, t: textsOf(language), s: data.texts?.[language], language, path, screens, styleTag: this.styleTag });
    void reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('set-cookie', `wiredesk_lang=${language}; Path=/; SameSite=Lax; Max-Age=31536000`)
      .send(html);
  }
}
