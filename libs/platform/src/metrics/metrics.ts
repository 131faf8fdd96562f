import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

import type { Log } from '../log.js';
import { Readings, type Reading } from './readings.js';

/** Buckets in seconds, from a millisecond to a minute: fine where the targets are. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * The service's metrics. Names follow docs/metrics.md: `wiredesk_<what>_<unit>`, `_total` for what only grows. Asking
 * twice for one name gives the same metric.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly readings: Readings;

  constructor(service: string, log?: Pick<Log, 'warn'>) {
    this.readings = new Readings(this, (reading, error) => log?.warn({ err: error, reading }, 'a reading for the metrics failed'));
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  counter(name: string, help: string, labelNames: string[] = []): Counter {
    return (this.registry.getSingleMetric(name) as Counter | undefined) ?? new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return (this.registry.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** Observes seconds; `buckets` where a minute is not long enough. */
  histogram(name: string, help: string, labelNames: string[] = [], buckets: readonly number[] = secondsBuckets): Histogram {
    return (
      (this.registry.getSingleMetric(name) as Histogram | undefined) ??
      new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] })
    );
  }

  /** Gauges that nobody keeps up along the way: they are read when somebody asks for the metrics, and then kept for some seconds. */
  readAtScrape(reading: Reading): void {
    this.readings.add(reading);
  }

  /** Prometheus' text format, with every reading as old as it may be at most. */
  async text(): Promise<string> {
    await this.readings.refresh();
    return this.registry.metrics();
  }
}
