import { Inject, Injectable } from '@nestjs/common';
import { bearerToken, CLOCK, problem, Tokens, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { BoundedLru } from '../portal/page/bounded-lru.js';
import { keyDigest, looksLikeKey, type ApiKey, type KeyFilter } from './api-key.js';
import { readApiKey } from './api-key.store.js';
import { takeOne, type Bucket } from './quota.decide.js';

const keysKept = 5_000;
/** A revoked key is refused after this at the latest. */
const keyKeptMs = 2_000;
const everything: KeyFilter = {};

interface KeptKey {
  readonly key: ApiKey | undefined;
  readonly readAtMs: number;
}

/** Who may read the content API: a token with a role, without limits, or an API key, within its filter and quota. */
@Injectable()
export class ApiCallers {
  private readonly keys = new BoundedLru<KeptKey>(keysKept, keysKept);
  private readonly quotas = new BoundedLru<Bucket>(keysKept, keysKept);

  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: Tokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What the caller may read. Throws 401 without a known token, 429 beyond the key's quota (of this process). */
  async filterOf(request: FastifyRequest): Promise<KeyFilter> {
    const token = bearerToken(request);
    if (token === undefined) throw problem(401, 'token-missing', 'Send "Authorization: Bearer <key>": an API key, or a token with a role.');
    if (this.tokens.callerOf(token)) return everything;
    const key = looksLikeKey(token) ? await this.find(token) : undefined;
    if (!key) throw problem(401, 'token-unknown', 'This key is not known here. Was it revoked?');
    const { bucket, waitSeconds } = takeOne(this.quotas.get(key.id), key.requestsPerMinute, this.clock.now().getTime());
    this.quotas.set(key.id, bucket, 1);
    if (waitSeconds > 0) throw problem(429, 'quota-spent', `This key may make ${key.requestsPerMinute} requests a minute.`, { retryAfterSeconds: waitSeconds });
    return key.filter;
  }

  private async find(token: string): Promise<ApiKey | undefined> {
    const digest = keyDigest(token);
    const name = digest.toString('hex');
    const nowMs = this.clock.now().getTime();
    const kept = this.keys.get(name);
    if (kept && nowMs - kept.readAtMs < keyKeptMs) return kept.key;
    const key = await readApiKey(this.dataSource, digest);
    this.keys.set(name, { key, readAtMs: nowMs }, 1);
    return key;
  }
}
