import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import type { PublishConfig } from '../../publish.config.js';
import { Templates } from '../render/templates.js';
import { Page } from './page.js';

export interface HtmlParts {
  readonly template: string;
  readonly data: object;
  readonly status?: number;
  /** Default: kept by nobody without asking, so that what was removed is not shown by a cache. */
  readonly cacheControl?: string;
  readonly vary: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Turns a template into an answer with the headers that every HTML page has. */
@Injectable()
export class HtmlPages {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly templates: Templates,
    @Inject(CONFIG) config: PublishConfig,
  ) {
    this.headers = securityHeaders(config);
  }

  make({ template, data, status, cacheControl, vary, headers }: HtmlParts): Page {
    return new Page({
      ...(status === undefined ? {} : { status }),
      contentType: 'text/html; charset=utf-8',
      text: this.templates.render(template, data),
      cacheControl: cacheControl ?? 'no-cache',
      headers: { ...this.headers, vary, ...headers },
    });
  }
}

/** No script but our own file, no style but our own file; pictures from anywhere, because articles bring them. */
const securityHeaders = (config: PublishConfig): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'", `form-action 'self' ${new URL(config.RIGHTS_PUBLIC_URL).origin}`,
    "img-src 'self' http: https: data:", "style-src 'self'", "script-src 'self'", "connect-src 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
});
