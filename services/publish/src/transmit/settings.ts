import { z } from 'zod';

const receivedIsRemoved = z.boolean().default(false).describe('The subscriber has agreed that a removal which it received is carried out: nobody waits for its acknowledgement.');
const hostName = z.string().max(253).regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'a host name or an IPv4 address');
const hostPort = z.string().max(260).regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/i, 'host:port');
const pathPart = z.string().max(300).regex(/^[\p{L}\p{N}._/-]*$/u, 'letters, digits, ".", "_", "-" and "/"').refine((text) => !text.split('/').includes('..'), 'must not lead upwards');
const secretText = z.string().min(1).max(10_000);
const documentFormat = z.enum(['ninjs', 'newsml-g2']).default('ninjs');
const messageFormat = z.enum(['message', 'ninjs']).default('message').describe('message: thin, with a link; ninjs: the whole article in it, as data.ninjs.');

/** How deliveries leave to a subscriber. What is secret in it is never shown again. */
export const transmitterSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), format: messageFormat, receivedIsRemoved }),
  z.strictObject({ kind: z.literal('superdesk-push'), receivedIsRemoved }),
  z.strictObject({
    kind: z.literal('kafka'),
    brokers: z.array(hostPort).min(1).max(10),
    topic: z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/, 'a name of a Kafka topic'),
    tls: z.boolean().default(true),
    sasl: z.strictObject({ mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']), username: secretText, password: secretText }).optional(),
    format: messageFormat,
    receivedIsRemoved,
  }),
  z.strictObject({
    kind: z.literal('object-drop'),
    endpoint: z.url().max(400).describe('Of an S3-compatible store, without the bucket.'),
    region: z.string().min(1).max(60).default('us-east-1'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a name of a bucket'),
    prefix: pathPart.default(''),
    accessKeyId: secretText,
    secretAccessKey: secretText,
    format: documentFormat,
    receivedIsRemoved,
  }),
  z.strictObject({
    kind: z.literal('sftp'),
    host: hostName,
    port: z.int().min(1).max(65_535).default(22),
    username: z.string().min(1).max(100),
    password: secretText.optional(),
    privateKey: secretText.optional(),
    hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'SHA256:… as ssh-keygen -l prints it').describe('Fingerprint of the server: any other is not talked to.'),
    directory: pathPart.default(''),
    format: documentFormat,
    receivedIsRemoved,
  }),
]);
export type TransmitterSettings = z.infer<typeof transmitterSettings>;
export type TransmitterKind = TransmitterSettings['kind'];

/** A subscriber that was made without saying how. */
export const plainWebhook: TransmitterSettings = { kind: 'webhook', format: 'message', receivedIsRemoved: false };

/** Where a transmitter puts things, as an address without anything secret; undefined where its subscriber's URL says it. */
export const targetOf = (settings: TransmitterSettings): string | undefined => {
  switch (settings.kind) {
    case 'webhook':
    case 'superdesk-push':
      return undefined;
    case 'kafka':
      return `kafka://${settings.brokers[0] ?? ''}/${settings.topic}`;
    case 'object-drop':
      return `s3://${settings.bucket}.${new URL(settings.endpoint).host}/${settings.prefix}`;
    case 'sftp':
      return `sftp://${settings.host}:${settings.port}/${settings.directory}`;
  }
};

const secretFields = new Set(['password', 'privateKey', 'secretAccessKey', 'sasl']);

/** Settings as they may be shown. */
export const shownSettings = (settings: TransmitterSettings): Record<string, unknown> => Object.fromEntries(Object.entries(settings).filter(([name]) => !secretFields.has(name)));
