import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, problem, type ProblemException } from '@wiredesk/platform';

import { Gate } from '../../hold-lane/gate.js';
import type { PublishConfig } from '../../publish.config.js';
import { HtmlPages } from '../page/html-page.js';
import { Page } from '../page/page.js';
import { Frames } from '../render/frame.js';
import type { Reader } from '../render/reader.js';
import { chooseUiLanguage } from '../render/ui-language.decide.js';

export interface GoneParts {
  readonly status: 451 | 410 | 404;
  readonly holdId: string | null;
  readonly reader: Reader;
  readonly path: string;
  readonly json: boolean;
  readonly articleLanguage: string | undefined;
  readonly navigation: readonly string[];
}

/** Nobody keeps the page of what is gone: it may come back, and its reason may change. */
const cacheControl = 'no-store';
const vary = 'Accept, Accept-Language';

/**
 * The answer for what is not there (any more): neutral, in both languages, with law and case where the hold names
 * them, and without title, picture or source (surfaces §1.2). RFC 7725: 451 links to who blocks, which is us.
 */
@Injectable()
export class GonePages {
  constructor(
    private readonly gate: Gate,
    private readonly html: HtmlPages,
    private readonly frames: Frames,
    @Inject(CONFIG) private readonly config: PublishConfig,
  ) {}

  get policyUrl(): string {
    return `${this.config.PORTAL_PUBLIC_URL}/pages/removal-policy`;
  }

  make(parts: GoneParts): Page {
    const hold = parts.holdId === null ? undefined : this.gate.holdOf(parts.holdId);
    const facts = parts.status === 404 ? { law: undefined, caseNumber: undefined } : { law: hold?.law ?? undefined, caseNumber: hold?.caseNumber ?? undefined };
    const headers: Record<string, string> = { vary, 'x-robots-tag': 'noindex', ...(parts.status === 451 ? { link: `<${this.policyUrl}>; rel="blocked-by"` } : {}) };
    if (parts.json) return asJson(this.problemOf(parts.status, facts), headers);
    const language = chooseUiLanguage({ asked: parts.reader.asked, acceptLanguage: undefined, articleLanguage: parts.status === 404 ? undefined : parts.articleLanguage, fallback: parts.reader.preferred });
    const data = {
      ...this.frames.of({ language, reader: parts.reader, path: parts.path, navigation: parts.navigation, robots: 'noindex' }),
      status: parts.status,
      ...facts,
      policyUrl: this.policyUrl,
      counterUrl: facts.caseNumber === undefined ? undefined : `${this.config.RIGHTS_PUBLIC_URL}/counter?case=${encodeURIComponent(facts.caseNumber)}&lang=${language}`,
    };
    return this.html.make({ template: parts.status === 404 ? 'not-found' : 'removed', data, status: parts.status, cacheControl, vary, headers });
  }

  /** The copy gave way to the canonical one. */
  moved(toItemId: string, json: boolean): Page {
    const canonical = `${this.config.PORTAL_PUBLIC_URL}/articles/${toItemId}`;
    const headers = { location: canonical, vary, 'cache-control': cacheControl };
    const body = problem(308, 'article-moved', 'This copy gave way to the canonical one of its story.', { members: { canonical } });
    if (json) return asJson(body, headers);
    return new Page({ status: 308, contentType: 'text/plain; charset=utf-8', text: `${canonical}\n`, cacheControl, headers });
  }

  private problemOf(status: 451 | 410 | 404, facts: { law: string | undefined; caseNumber: string | undefined }): ProblemException {
    if (status === 404) return problem(404, 'article-unknown', 'There is no article under this id.');
    const counterNotice = facts.caseNumber === undefined ? null : `${this.config.RIGHTS_PUBLIC_URL}/v1/cases/${encodeURIComponent(facts.caseNumber)}/counter-notices`;
    const members = { law: facts.law ?? null, caseNumber: facts.caseNumber ?? null, policy: this.policyUrl, counterNotice };
    if (status === 451) return problem(451, 'article-removed', 'This article was taken down for legal reasons. Remove your copies of it.', { members });
    return problem(410, 'article-removed', 'This article is no longer available. Remove your copies of it.', { members });
  }
}

const asJson = (body: ProblemException, headers: Readonly<Record<string, string>>): Page =>
  new Page({ status: body.getStatus(), contentType: 'application/problem+json; charset=utf-8', text: JSON.stringify(body.toBody()), cacheControl, headers: { 'x-content-type-options': 'nosniff', ...headers } });
