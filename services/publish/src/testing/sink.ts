import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as it came in. */
export interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly itemId?: string; readonly revision?: number; readonly sequence: number; readonly ackUrl?: string; readonly supersedes?: number[] };
  readonly atMs: number;
}

export interface SinkAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly afterMs?: number;
}

/** A subscriber's endpoint whose answers a test decides. */
export class Sink {
  readonly taken: Taken[] = [];
  /** What it answers; a test may replace it. */
  answer: (taken: Taken, response: ServerResponse) => SinkAnswer | 'never' = () => ({ status: 204 });
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const taken: Taken = { headers: request.headers, raw, ...(JSON.parse(raw) as Pick<Taken, 'type' | 'data'>), atMs: Date.now() };
        this.taken.push(taken);
        const answer = this.answer(taken, response);
        if (answer === 'never') return;
        setTimeout(() => response.writeHead(answer.status, answer.headers).end(answer.body), answer.afterMs ?? 0);
      });
    });
  }

  static async listen(): Promise<Sink> {
    const sink = new Sink();
    await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get hostPort(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.hostPort}/hook?key=secret-of-the-url`;
  }

  of(itemId: string): Taken[] {
    return this.taken.filter((taken) => taken.data.itemId === itemId);
  }

  /** `type revision` of each delivery of an article, in the order in which they came. */
  story(itemId: string): string[] {
    return this.of(itemId).map((taken) => `${taken.type.replace('article.', '')} ${taken.data.revision}`);
  }

  reset(): void {
    this.taken.length = 0;
    this.answer = () => ({ status: 204 });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
