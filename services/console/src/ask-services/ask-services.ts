import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import { actOf, isDryRun, viewOf } from '../audit/act.decide.js';
import { AuditTrail } from '../audit/audit-trail.js';
import type { ConsoleConfig } from '../console.config.js';
import type { Visitor } from '../sign-in/sign-in.js';

export type ServiceName = 'ingest' | 'dedupe' | 'rights' | 'publish';

/** What a service answered: its JSON, or why not in its own words (`detail` of the problem). Status 0: it could not be asked. */
export type Answer<T> = { readonly ok: true; readonly status: number; readonly json: T } | { readonly ok: false; readonly status: number; readonly detail: string };

const askTimeoutMs = 5_000;
const answerBytesMax = 4_000_000;

/**
 * Asks and commands the other services with the visitor's own rights: what the visitor may not do there, is not done
 * here. Every command, and every look at payloads and evidence, is in the audit log.
 */
@Injectable()
export class AskServices {
  private readonly urls: Readonly<Record<ServiceName, string>>;

  constructor(
    @Inject(CONFIG) config: ConsoleConfig,
    private readonly audit: AuditTrail,
  ) {
    this.urls = { ingest: config.INGEST_URL, dedupe: config.DEDUPE_URL, rights: config.RIGHTS_URL, publish: config.PUBLISH_URL };
  }

  get<T>(visitor: Visitor, service: ServiceName, path: string): Promise<Answer<T>> {
    return this.ask(visitor, service, 'GET', path);
  }

  post<T>(visitor: Visitor, service: ServiceName, path: string, body: unknown): Promise<Answer<T>> {
    return this.ask(visitor, service, 'POST', path, body);
  }

  /**
   * One request, answered within 5 s. `path` begins with `/v1/`; its parts are encoded by the caller. Throws only where
   * the audit log cannot be written: then nothing was asked.
   */
  async ask<T>(visitor: Visitor, service: ServiceName, method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const view = viewOf(path);
    if ((method === 'GET' && view === undefined) || isDryRun(path, body)) return this.send(visitor, service, method, path, body);
    const act = actOf(service, method, path, body);
    return this.audit.record(visitor, view === undefined ? act : { ...act, act: view }, () => this.send<T>(visitor, service, method, path, body), (answer) => {
      if (answer.ok) return { outcome: 'done', detail: String(answer.status) };
      return { outcome: answer.status === 0 || answer.status >= 500 ? 'unknown' : 'refused', detail: answer.detail };
    });
  }

  private async send<T>(visitor: Visitor, service: ServiceName, method: string, path: string, body: unknown): Promise<Answer<T>> {
    try {
      const answer = await fetch(`${this.urls[service]}${path}`, {
        method,
        headers: { authorization: `Bearer ${visitor.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(askTimeoutMs),
        redirect: 'error',
      });
      const text = await answer.text();
      if (text.length > answerBytesMax) return { ok: false, status: answer.status, detail: `${service} answered more than ${answerBytesMax} bytes. Ask for less at a time.` };
      if (answer.ok) return { ok: true, status: answer.status, json: (text === '' ? null : JSON.parse(text)) as T };
      return { ok: false, status: answer.status, detail: detailOf(text) ?? `${service} answered ${answer.status}` };
    } catch (error) {
      const done = method === 'GET' ? '' : ' Look whether it was done before you repeat it.';
      return { ok: false, status: 0, detail: `${service} could not be asked (${(error as Error).message}).${done}` };
    }
  }
}

const detailOf = (text: string): string | undefined => {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch {
    // Not a problem of ours: its status has to do.
    return undefined;
  }
};
