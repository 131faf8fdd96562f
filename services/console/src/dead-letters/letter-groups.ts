import { Injectable } from '@nestjs/common';

import { AskServices, type ServiceName } from '../ask-services/ask-services.js';
import type { Visitor } from '../sign-in/sign-in.js';
import { OwnLetters } from './own-letters.js';

const others = ['ingest', 'dedupe', 'rights', 'publish'] as const satisfies readonly ServiceName[];
export const serviceNames = [...others, 'console'] as const;
export type LettersOf = (typeof serviceNames)[number];

/** Dead letters of one topic that failed in the same way, as a service answers them (`GET /v1/dead-letters/groups`). */
export interface LetterGroup {
  readonly topic: string;
  readonly type: string | null;
  readonly pattern: string;
  readonly count: number;
  readonly parked: number;
  readonly firstFailedAt: string | Date;
  readonly lastFailedAt: string | Date;
  readonly reason: string;
  readonly ids: readonly string[];
}

export interface ServiceLetters {
  readonly service: LettersOf;
  readonly total: number;
  readonly parked: number;
  readonly groups: readonly LetterGroup[];
  /** Why it could not be asked. */
  readonly failed?: string;
}

/** Dead letters of the services, all asked at the same time, and of the console itself. */
@Injectable()
export class LetterGroups {
  constructor(
    private readonly services: AskServices,
    private readonly own: OwnLetters,
  ) {}

  async all(visitor: Visitor): Promise<readonly ServiceLetters[]> {
    const asked = await Promise.all(
      others.map(async (service): Promise<ServiceLetters> => {
        const answer = await this.services.get<Omit<ServiceLetters, 'service'>>(visitor, service, '/v1/dead-letters/groups');
        return answer.ok ? { service, ...answer.json } : { service, total: 0, parked: 0, groups: [], failed: answer.detail };
      }),
    );
    return [...asked, { service: 'console', ...(await this.own.groups()) }];
  }
}
