import type { BaseConfig } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

const baseOf = (config: Pick<BaseConfig, 'PUBLIC_URL'>, request: Pick<FastifyRequest, 'protocol' | 'host'>): string => config.PUBLIC_URL ?? `${request.protocol}://${request.host}`;

/** What a caller asked for, as it sees us itself: the target of HTTP Message Signatures. */
export const targetOf = (config: Pick<BaseConfig, 'PUBLIC_URL'>, request: Pick<FastifyRequest, 'protocol' | 'host' | 'method' | 'url'>): { method: string; uri: string } => ({
  method: request.method,
  uri: `${baseOf(config, request)}${request.url}`,
});

/** Where a receipt can be read: under PUBLIC_URL, or where it is not set under the host that the caller used. */
export const receiptUrl = (config: Pick<BaseConfig, 'PUBLIC_URL'>, request: Pick<FastifyRequest, 'protocol' | 'host'>, id: string): string =>
  `${baseOf(config, request)}/v1/receipts/${id}`;
