import { parsePayload } from '@wiredesk/formats';

import { pushExamples } from '../receive-item/push-examples.js';
import type { Body } from './bodies.js';

export interface ParseCost {
  readonly name: string;
  readonly bytes: number;
  /** Processor time of one body. */
  readonly milliseconds: number;
  readonly megabytesPerSecond: number;
}

const warmUpMs = 300;
const measureMs = 1_200;

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const costOf = (name: string, bytes: Uint8Array, contentType: string): ParseCost => {
  const parse = (): void => {
    const result = parsePayload({ bytes, contentType, source: { id: 'bench', name: 'Bench' }, receivedAt: '2026-11-25T12:00:00.000Z' });
    if (!result.ok) throw new Error(`${name}: ${result.detail}`);
  };
  for (const until = processorMs() + warmUpMs; processorMs() < until; ) parse();
  const startedAt = processorMs();
  let times = 0;
  for (; processorMs() - startedAt < measureMs; times += 1) parse();
  const milliseconds = (processorMs() - startedAt) / times;
  return { name, bytes: bytes.length, milliseconds, megabytesPerSecond: bytes.length / 1_000 / milliseconds };
};

/** What reading costs: the bodies of the benchmark, and the example of each format that the API's description has. */
export const measureParsing = (bodies: readonly Body[]): ParseCost[] => {
  const examples = Object.entries(pushExamples).flatMap(([type, { examples: ofType }]) => Object.entries(ofType).map(([, { summary, value }]) => costOf(`example: ${summary}`, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), type)));
  return [...bodies.map((body) => costOf(body.name, body.of(0), body.contentType)), ...examples];
};
