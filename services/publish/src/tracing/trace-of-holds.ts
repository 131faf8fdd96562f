import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { topics, type OutgoingEvent, type ReceivedEvent } from '@wiredesk/contracts';
import { TopicFollower, tracerOf } from '@wiredesk/messaging';

const holdsKeptMax = 10_000;

/**
 * Which trace a hold came on, for what follows from it later and in other replicas: looking at places, calls to
 * subscribers, acknowledgements. So a trace goes from the notice to the last copy. Follows the topic only where traces
 * are sent, and keeps the newest holds only.
 */
@Injectable()
export class TraceOfHolds implements OnApplicationBootstrap {
  private readonly traces = new Map<string, string>();

  constructor(private readonly follower: TopicFollower) {}

  onApplicationBootstrap(): void {
    const tracer = tracerOf('publish');
    if (!tracer) return;
    this.follower.follow({ topic: topics.holds, onEvents: (events) => this.take(events), onCaughtUp: () => undefined });
    tracer.causeOf = (event) => this.causeOf(event);
  }

  private take(events: readonly ReceivedEvent[]): void {
    for (const { type, subject, traceparent } of events) {
      if (traceparent === null || type === 'lane.heartbeat') continue;
      const [oldest] = this.traces.keys();
      if (this.traces.size >= holdsKeptMax && oldest !== undefined) this.traces.delete(oldest);
      this.traces.set(subject, traceparent);
    }
  }

  private causeOf({ data }: OutgoingEvent): string | undefined {
    const { holdId } = data as { readonly holdId?: unknown };
    return typeof holdId === 'string' ? this.traces.get(holdId) : undefined;
  }
}
