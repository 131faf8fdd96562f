import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, problem, type Clock } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AskServices, type Answer } from '../ask-services/ask-services.js';
import { AuditTrail } from '../audit/audit-trail.js';
import type { ConsoleConfig } from '../console.config.js';
import { Pages } from '../pages/pages.js';
import type { Visitor } from '../sign-in/sign-in.js';
import type { CaseDesk, CaseView } from './case-answers.js';
import { casesTexts } from './cases.texts.js';
import { remaining, remainingText } from './clock.decide.js';
import { openDecisions } from './second-person.decide.js';

/** What came of the last act, for the top of the page. */
export interface Said {
  readonly failed?: string;
  readonly done?: string | undefined;
}

interface WholeCase {
  readonly case: { readonly channel: string };
  readonly notice: unknown;
  readonly counterNotices: readonly unknown[];
}

const targetsShownMax = 100;

/** One case whole: what rights says of it to somebody of this visitor's roles and permissions, asked at the same time. */
@Injectable()
export class CasePage {
  constructor(
    private readonly services: AskServices,
    private readonly pages: Pages,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Problem 404 for an unknown case. The notice, with its personal data, is asked for only with the permission "evidence", and that is an act in the audit log. */
  async send(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, number: string, said: Said = {}): Promise<void> {
    const path = encodeURIComponent(number);
    const isOfficer = visitor.roles.includes('rights-officer');
    const [view, desk, whole] = await Promise.all([
      this.services.get<{ case: CaseView }>(visitor, 'rights', `/cases/${path}`),
      isOfficer ? this.services.get<CaseDesk>(visitor, 'rights', `/v1/cases/${path}/desk`) : undefined,
      isOfficer && visitor.permissions.includes('evidence') ? this.notice(visitor, number) : undefined,
    ]);
    if (!view.ok) {
      if (view.status === 404) throw problem(404, 'case-unknown', `There is no case ${number}. Find it by an address or an article under Cases.`);
      return this.pages.send(request, reply, 'case', { visitor, texts: casesTexts, number, failed: view.detail }, 502);
    }
    const nowMs = this.clock.now().getTime();
    const one = view.json.case;
    this.pages.send(
      request,
      reply,
      'case',
      {
        visitor, texts: casesTexts, number: one.number, one, targets: one.targets.slice(0, targetsShownMax), leftOut: Math.max(0, one.targets.length - targetsShownMax), isOfficer,
        desk: desk?.ok ? desk.json : undefined, whole: whole?.ok ? whole.json : undefined, awayDetail: [desk, whole].flatMap((answer) => (answer && !answer.ok ? [answer.detail] : []))[0],
        decisions: desk?.ok ? openDecisions(desk.json.targets, visitor.actor) : [], nowMs, remaining, remainingText, rightsUrl: this.config.RIGHTS_URL, ...said,
      },
      said.failed === undefined ? 200 : 422,
    );
  }

  private notice(visitor: Visitor, number: string): Promise<Answer<WholeCase>> {
    return this.audit.record(visitor, { act: 'evidence.view', target: number, details: null }, () => this.services.get<WholeCase>(visitor, 'rights', `/v1/cases/${encodeURIComponent(number)}`), (answer) => (answer.ok ? { outcome: 'done', detail: null } : { outcome: 'refused', detail: answer.detail }));
  }
}
