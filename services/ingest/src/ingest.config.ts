import { baseConfig } from '@wiredesk/platform';
import { z } from 'zod';

const mebibyte = 1024 * 1024;

/** What ingest is configured by, beside what every service is. */
export const ingestConfig = baseConfig.extend({
  PORT: baseConfig.shape.PORT.default(8081),
  PORTAL_PUBLIC_URL: z.url().default('http://localhost:8080').describe('Where readers see what is published: what comes back from there is not new.'),
  RIGHTS_URL: z.url().default('http://localhost:8082').describe('Where rights takes the licence of a new source.'),
  ITEM_BYTES_MAX: z.coerce.number().int().min(1024).max(64 * mebibyte).default(10 * mebibyte).describe('Largest body of one push; a source may have a smaller limit.'),
  UNPACKED_BYTES_MAX: z.coerce.number().int().min(1024).max(256 * mebibyte).default(32 * mebibyte).describe('Largest body of one push after gzip, deflate or br was undone.'),
  ITEMS_PER_PUSH_MAX: z.coerce.number().int().min(1).max(20_000).default(2_000).describe('Items in one push at most.'),
  RECEIPT_PAYLOAD_DAYS: z.coerce.number().int().min(1).max(4_000).default(90).describe('How long the bytes of a push are kept, to be read again; its receipt stays.'),
  IDEMPOTENCY_DAYS: z.coerce.number().int().min(1).max(400).default(7).describe('How long an Idempotency-Key, or a webhook-id, is remembered.'),
  PICTURES_FETCH: z.enum(['on', 'off']).default('on').describe('Whether pictures that items name are fetched.'),
  PUSHES_PER_SECOND: z.coerce.number().min(0.01).default(1_000).describe('Pushes of one source per second and process, unless the source has its own rate.'),
});

export type IngestConfig = ReturnType<typeof ingestConfig.parse>;
