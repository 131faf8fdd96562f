import type { FastifyReply } from 'fastify';

/** One event of a stream (HTML Living Standard §9.2.5): each line of the text behind `data: `. */
export const eventOf = (text: string): string => `${text.split(/\r\n|\r|\n/).map((line) => `data: ${line}`).join('\n')}\n\n`;

/** A comment, so that whatever stands between does not take the connection for dead. */
export const heartbeat = ':\n\n';

/** What a receiver has not taken yet may be this much; one that falls behind further is cut, and connects anew. */
const waitingBytesMax = 1_000_000;

/** Takes an answer over as a stream of events. */
export const openStream = (reply: FastifyReply): void => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff', connection: 'keep-alive' });
  reply.raw.flushHeaders();
};

/** Sends to a stream; false where its receiver is gone or too slow. */
export const sendTo = (reply: FastifyReply, text: string): boolean => {
  if (reply.raw.destroyed || reply.raw.writableLength > waitingBytesMax) return false;
  reply.raw.write(text);
  return true;
};
