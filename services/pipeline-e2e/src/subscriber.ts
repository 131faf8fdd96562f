import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly itemId: string; readonly revision: number; readonly sequence: number; readonly ackUrl?: string };
  readonly signed: boolean;
}

const bodyBytesMax = 1024 * 1024;

/** A subscriber of our own: takes webhooks, checks their signature (Standard Webhooks), acknowledges removals. */
export class Subscriber {
  readonly deliveries: Delivery[] = [];
  private secret = '';
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bodyBytesMax) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        this.take(raw, request.headers as Record<string, string>);
        response.writeHead(204).end();
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  trust(secret: string): void {
    this.secret = secret;
  }

  ofItem(itemId: string): Delivery[] {
    return this.deliveries.filter((delivery) => delivery.data.itemId === itemId);
  }

  private take(raw: string, headers: Record<string, string>): void {
    const body = JSON.parse(raw) as Omit<Delivery, 'signed'>;
    this.deliveries.push({ ...body, signed: this.isSigned(raw, headers) });
    if (body.type === 'article.taken_down' && body.data.ackUrl) void this.acknowledge(body.data.ackUrl);
  }

  private async acknowledge(url: string): Promise<void> {
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ removedAt: new Date().toISOString(), copiesRemoved: 1 }),
      signal: AbortSignal.timeout(5_000),
    });
  }

  /** Standard Webhooks 1.0: base64 HMAC-SHA256 of `id.timestamp.body`. */
  private isSigned(raw: string, headers: Record<string, string>): boolean {
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64');
    const wanted = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`).digest();
    return (headers['webhook-signature'] ?? '').split(' ').some((entry) => {
      const given = Buffer.from(entry.replace(/^v1,/, ''), 'base64');
      return entry.startsWith('v1,') && given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  }
}
