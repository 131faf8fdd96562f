import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOG, problem, Repeating, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ReadOverview } from '../overview/read-overview.js';
import { Pages } from '../pages/pages.js';
import { SignIn } from '../sign-in/sign-in.js';
import { eventOf, openStream, sendTo } from './event-stream.js';

const everyMs = 5_000;
const watchersMax = 200;
/** A stream ends after this long; the page connects again, and is asked again who it is. */
const streamMs = 30 * 60_000;
/** Whether a watcher is still signed in is looked up every so many turns: once a minute. */
const recogniseEvery = 12;

interface Watcher {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly endsAtMs: number;
}

/**
 * The figures of the home screen, sent to whoever has it open. They are read once for all watchers, every five seconds,
 * and not at all while nobody looks.
 */
@Injectable()
export class LiveOverview implements BeforeApplicationShutdown {
  private readonly watchers = new Set<Watcher>();
  private readonly telling: Repeating;
  private isTelling = false;
  private turn = 0;

  constructor(
    private readonly overviews: ReadOverview,
    private readonly pages: Pages,
    private readonly signIn: SignIn,
    @Inject(LOG) log: Log,
  ) {
    this.telling = new Repeating({ name: 'tell the live overview', step: () => this.tell(), everyMs, log });
  }

  /** Problem 503 where too many watch already. */
  watch(request: FastifyRequest, reply: FastifyReply): void {
    if (this.watchers.size >= watchersMax) throw problem(503, 'watchers-full', `${watchersMax} pages show the live overview already. Load it again to see its figures.`, { retryAfterSeconds: 60 });
    openStream(reply);
    const watcher = { request, reply, endsAtMs: performance.now() + streamMs };
    this.watchers.add(watcher);
    reply.raw.on('close', () => this.watchers.delete(watcher));
    if (this.isTelling) return;
    this.isTelling = true;
    this.telling.start();
  }

  /** Streams would keep the server from closing. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.telling.stop();
    for (const watcher of this.watchers) this.leave(watcher);
  }

  private async tell(): Promise<boolean> {
    if (this.watchers.size === 0) return false;
    this.turn += 1;
    if (this.turn % recogniseEvery === 0) await Promise.all([...this.watchers].map(({ request }) => this.signIn.recognise(request)));
    const overview = await this.overviews.read();
    for (const watcher of this.watchers) {
      const visitor = this.signIn.visitorOf(watcher.request);
      const isTold = visitor !== undefined && watcher.endsAtMs > performance.now() && sendTo(watcher.reply, eventOf(this.pages.render(watcher.request, 'overview-figures', { visitor, ...overview })));
      if (!isTold) this.leave(watcher);
    }
    return false;
  }

  private leave(watcher: Watcher): void {
    this.watchers.delete(watcher);
    watcher.reply.raw.end();
  }
}
