import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { Agent, request } from 'undici';

import type { PublishConfig } from '../publish.config.js';
import type { Seen } from '../surfaces/surface.js';
import { OwnAddress } from './own-address.js';

/** What a place answered, with its media type. */
export interface Fetched extends Seen {
  readonly contentType: string;
}

const fetchTimeoutMs = 10_000;
const bytesMax = 64 * 1024 * 1024;

/** Fetches places of ours as a reader does, by HTTP from this process's own address and under the portal's name. */
@Injectable()
export class FetchPlaces {
  private readonly agent = new Agent({ connections: 8, keepAliveTimeout: 5_000 });
  private readonly host: string;

  constructor(
    private readonly address: OwnAddress,
    @Inject(CONFIG) config: PublishConfig,
  ) {
    this.host = new URL(config.PORTAL_PUBLIC_URL).host;
  }

  get canFetch(): boolean {
    return this.address.origin !== undefined;
  }

  /** Never throws: what cannot be fetched is answered as status 0, with the reason. */
  async fetch(path: string, accept: string): Promise<Fetched> {
    const { origin } = this.address;
    if (origin === undefined) return { status: 0, text: 'not listening', contentType: '' };
    try {
      const answer = await request(`${origin}${path}`, {
        dispatcher: this.agent,
        headers: { accept, host: this.host, 'cache-control': 'no-cache', 'user-agent': 'Wiredesk-Recall/1' },
        signal: AbortSignal.timeout(fetchTimeoutMs),
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > bytesMax) throw new Error(`answers more than ${bytesMax} bytes`);
        chunks.push(chunk);
      }
      return { status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8'), contentType: String(answer.headers['content-type'] ?? '') };
    } catch (error) {
      return { status: 0, text: (error as Error).message, contentType: '' };
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
