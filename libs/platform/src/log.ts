import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Injection token of the service's logger. */
export const LOG = Symbol('log');
export type Log = Logger;

/** Paths that never reach a log line, whatever is logged. */
const secretPaths = ['authorization', 'token', 'secret', 'password', 'key', '*.authorization', '*.token', '*.secret', '*.password', 'headers.authorization', 'headers.cookie'];

/** JSON lines on standard output, one wide line per unit of work, secrets redacted. */
export const createLog = (service: string, level: string): Log =>
  pino({ level, base: { service }, redact: { paths: secretPaths, censor: '[redacted]' }, timestamp: pino.stdTimeFunctions.isoTime });

/** Nest's own messages: warnings and errors go to the log, its start-up chatter to debug. */
export const nestLogger = (log: Log): LoggerService => ({
  log: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  warn: (message: unknown, context?: unknown) => log.warn({ context }, String(message)),
  error: (message: unknown, stack?: unknown, context?: unknown) => log.error({ context, stack }, String(message)),
  debug: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  verbose: (message: unknown, context?: unknown) => log.trace({ context }, String(message)),
});
