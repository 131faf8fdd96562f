import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { languageOf, textsOf, type Language } from './texts.js';

const folder = import.meta.dirname;
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Renders the console's pages: escaped by default, no script, nothing from elsewhere. */
@Injectable()
export class Pages {
  private readonly eta = new Eta({ views: join(folder, 'views'), cache: true, autoEscape: true });
  readonly style = readFileSync(join(folder, 'console.css'));
  readonly styleTag = createHash('sha256').update(this.style).digest('hex').slice(0, 12);

  /** Sends a page in the language that the visitor reads; `?lang=` decides and is remembered. */
  send(request: FastifyRequest, reply: FastifyReply, view: string, data: Readonly<Record<string, unknown>>, status = 200): void {
    const language: Language = languageOf(request);
    const [path = '/'] = request.url.split('?');
    const html = this.eta.render(view, { ...data, t: textsOf(language), language, path, styleTag: this.styleTag });
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
