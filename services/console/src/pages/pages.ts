import { join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Assets } from './assets.js';
import { durationText } from './duration.js';
import { linksFrom } from './here.js';
import { groups, screenOf, screens } from './screens.js';
import { languageOf, textsOf, type Language } from './texts.js';

/** Scripts are files of our own, never within a page; htmx asks only this origin. */
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a view is given. `texts` are the slice's own words. */
export type PageData = Readonly<Record<string, unknown>> & { readonly texts?: Readonly<Record<Language, object>> };

/** Renders the console's pages: escaped by default, whole without a script, nothing from elsewhere. */
@Injectable()
export class Pages {
  private readonly eta = new Eta({ views: join(import.meta.dirname, 'views'), cache: true, autoEscape: true });

  constructor(private readonly assets: Assets) {}

  /**
   * Sends a page in the language that the visitor reads; `?lang=` decides and is remembered. `data.texts`, where a slice
   * has words of its own in both languages, is seen by the view as `it.s`; the words of all pages are `it.t`.
   */
  send(request: FastifyRequest, reply: FastifyReply, view: string, data: PageData, status = 200): void {
    const language = languageOf(request);
    void reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('set-cookie', `wiredesk_lang=${language}; Path=/; SameSite=Lax; Max-Age=31536000`)
      .send(this.render(request, view, data));
  }

  /** The HTML of a view (a whole page, or a part that an event carries), in the language that the visitor reads. */
  render(request: FastifyRequest, view: string, data: PageData): string {
    const language = languageOf(request);
    const [path = '/'] = request.url.split('?');
    const screen = screenOf(path);
    // The answer to a form has an address that cannot be opened again: links lead to the screen that it is of.
    const here = linksFrom(request.method === 'GET' ? request.url : (screen?.path ?? '/'));
    return this.eta.render(view, { ...data, t: textsOf(language), s: data.texts?.[language], language, path, screen, screens, groups, here, when: momentOf, duration: durationText, assets: this.assets.addresses });
  }
}

/** `2026-11-24 08:31:02` (UTC) of an RFC 3339 text or a Date; a dash for nothing. */
const momentOf = (at: string | Date | null | undefined): string => {
  if (at === null || at === undefined) return '–';
  return (typeof at === 'string' ? at : at.toISOString()).slice(0, 19).replace('T', ' ');
};
