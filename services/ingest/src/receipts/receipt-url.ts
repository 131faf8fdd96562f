import type { BaseConfig } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

/** Where a receipt can be read: under PUBLIC_URL, or where it is not set under the host that the caller used. */
export const receiptUrl = (config: Pick<BaseConfig, 'PUBLIC_URL'>, request: Pick<FastifyRequest, 'protocol' | 'host'>, id: string): string =>
  `${config.PUBLIC_URL ?? `${request.protocol}://${request.host}`}/v1/receipts/${id}`;
