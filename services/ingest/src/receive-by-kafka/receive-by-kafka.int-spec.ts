import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

import { topics } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

interface Offering {
  readonly sourceId: string;
  /** The `whsec_` secret of the source, or what signs instead. */
  readonly secret: string | ((message: Buffer) => string);
  readonly body: string | Buffer;
  readonly contentType?: string;
  readonly webhookId?: string;
  readonly ceId?: string;
  readonly key?: string;
  readonly ageSeconds?: number;
  /** Put in place of the body after it was signed. */
  readonly swapped?: string;
}

const signedBy = (secret: string) => (message: Buffer): string => `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(message).digest('base64')}`;

const messageOf = ({ sourceId, secret, body, contentType = 'application/json', webhookId = `msg_${uuidv7()}`, ceId = uuidv7(), key = sourceId, ageSeconds = 0, swapped }: Offering) => {
  const webhookTimestamp = Math.floor(Date.now() / 1000) - ageSeconds;
  const signer = typeof secret === 'string' ? signedBy(secret) : secret;
  const data = {
    sourceId,
    contentType,
    contentEncoding: null,
    bodyBase64: Buffer.from((swapped ?? body) as string).toString('base64'),
    webhookId,
    webhookTimestamp,
    webhookSignature: signer(Buffer.concat([Buffer.from(`${webhookId}.${webhookTimestamp}.`), Buffer.from(body as string)])),
  };
  return { key, value: JSON.stringify(data), headers: { ce_specversion: '1.0', ce_id: ceId, ce_type: 'payload.offered', ce_source: '/house/desk', ce_time: new Date().toISOString() } };
};

const item = (uri: string, more: Record<string, unknown> = {}): string => JSON.stringify(ninjs(uri, more));

interface Letter {
  readonly id: string;
  readonly reason: string;
  readonly parkedBehind: number;
}

describe('an offer on the intake topic', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const offer = async (...messages: ReturnType<typeof messageOf>[]): Promise<void> => {
    const producer = await given.kafka.broker.producer();
    await producer.send([{ topic: given.kafka.prefix + topics.intake, messages }]);
    await producer.close();
  };
  const signing = () => given.source({ keyScheme: 'standard-webhooks' });
  const outcomesOf = async (sourceId: string): Promise<{ outcome: string; reason?: { code: string } }[]> =>
    (await given.query<{ outcomes: string }>('select outcomes from receipt where source_id = $1 order by received_at, id', [sourceId])).flatMap(({ outcomes }) => JSON.parse(outcomes) as { outcome: string }[]);
  const letters = async (): Promise<Letter[]> => ((await given.call('GET', `/v1/dead-letters?topic=${topics.intake}`, { token: testTokens.operator })).json as { deadLetters: Letter[] }).deadLetters;
  const giveUp = async (): Promise<void> => {
    await given.admin('POST', '/v1/dead-letters/discard', { topic: topics.intake, reason: 'of a test' });
  };
  const held = (sourceId: string, guid: string) => given.query<{ revision: number; state: string; id: string }>('select id, revision, state from item where source_id = $1 and guid = $2', [sourceId, guid]);

  it('is taken, stored and announced as a push is, and leaves a receipt with its bytes', async () => {
    const source = await signing();
    const body = item('urn:k:1');
    await offer(messageOf({ sourceId: source.id, secret: source.key, body }));
    await eventually(async () => expect(await outcomesOf(source.id)).toMatchObject([{ guid: 'urn:k:1', outcome: 'new', revision: 1 }]));
    const [row] = await held(source.id, 'urn:k:1');
    await eventually(() => expect(given.eventsOf(row?.id)).toMatchObject([{ type: 'item.received', data: { sourceId: source.id, guid: 'urn:k:1' } }]));
    const [receipt] = await given.query<{ payload: Buffer; format: string }>('select payload, format from receipt where source_id = $1', [source.id]);
    expect([receipt?.payload.toString(), receipt?.format]).toEqual([body, 'ninjs']);
  });

  it('is taken once, whether Kafka brings it twice or its upstream sends it again', async () => {
    const source = await signing();
    const twice = messageOf({ sourceId: source.id, secret: source.key, body: item('urn:k:twice'), webhookId: 'msg-twice' });
    const again = { ...twice, headers: { ...twice.headers, ce_id: uuidv7() } };
    await offer(twice, twice, again);
    await offer(twice, messageOf({ sourceId: source.id, secret: source.key, body: item('urn:k:last') }));
    await eventually(async () => expect(await held(source.id, 'urn:k:last')).toHaveLength(1));
    expect(await outcomesOf(source.id)).toMatchObject([{ guid: 'urn:k:twice', outcome: 'new' }, { guid: 'urn:k:last', outcome: 'new' }]);
  });

  it('of an older version that comes later overwrites nothing, and a kill before its item stays', async () => {
    const source = await signing();
    const of = (body: string) => messageOf({ sourceId: source.id, secret: source.key, body });
    await offer(of(item('urn:k:v', { version: '3' })), of(item('urn:k:v', { version: '1', headline: 'Older' })), of(JSON.stringify({ uri: 'urn:k:killed', pubstatus: 'canceled' })), of(item('urn:k:killed')), of(item('urn:k:end')));
    await eventually(async () => expect(await held(source.id, 'urn:k:end')).toHaveLength(1));
    expect(await held(source.id, 'urn:k:v')).toMatchObject([{ revision: 1 }]);
    expect(await held(source.id, 'urn:k:killed')).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('that waited for days in Kafka is good still; one whose id would be forgotten by now is not', async () => {
    const source = await signing();
    const of = (uri: string, ageSeconds: number) => messageOf({ sourceId: source.id, secret: source.key, body: item(uri), ageSeconds, key: uri });
    await offer(of('urn:k:waited', 6 * 86_400), of('urn:k:stale', 7 * 86_400));
    await eventually(async () => expect(await letters()).toMatchObject([{ reason: expect.stringMatching(/^signature-expired/) as string }]));
    await eventually(async () => expect(await held(source.id, 'urn:k:waited')).toHaveLength(1));
    expect(await held(source.id, 'urn:k:stale')).toEqual([]);
    await giveUp();
  });

  it('of which nobody is proven the sender becomes a dead letter, and stops nobody else', async () => {
    const source = await signing();
    const other = await signing();
    const bearer = await given.source();
    const bad = (more: Partial<Offering>, key: string) => messageOf({ sourceId: source.id, secret: source.key, body: item(`urn:k:${key}`), key, ...more });
    await offer(
      bad({ secret: other.key }, 'forged'),
      bad({ swapped: item('urn:k:swapped') }, 'changed'),
      bad({ sourceId: 'nobody-knows-it' }, 'unknown'),
      bad({ sourceId: bearer.id, secret: () => `Bearer ${bearer.key}` }, 'bearer'),
      messageOf({ sourceId: source.id, secret: source.key, body: item('urn:k:honest') }),
    );
    await eventually(async () => expect(await held(source.id, 'urn:k:honest')).toHaveLength(1));
    await eventually(async () => expect((await letters()).map(({ reason }) => reason.split(':')[0]).toSorted()).toEqual(['signature-wrong', 'signature-wrong', 'signature-wrong', 'source-unknown']));
    expect(await given.query('select 1 from item where source_id = any($1::text[])', [[source.id, bearer.id]])).toHaveLength(1);
    await giveUp();
  });

  it('is taken after all where its key is made good and its dead letter redriven, and what waited behind it too', async () => {
    const source = await signing();
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const secret = (message: Buffer) => `v1a,${sign(null, message, privateKey).toString('base64')}`;
    await offer(messageOf({ sourceId: source.id, secret, body: item('urn:k:rotated', { version: '1' }) }), messageOf({ sourceId: source.id, secret, body: item('urn:k:rotated', { version: '2', headline: 'As it was corrected' }) }));
    await eventually(async () => expect(await letters()).toMatchObject([{ parkedBehind: 1 }]));
    const added = await given.admin('POST', `/v1/sources/${source.id}/keys`, { scheme: 'ed25519', publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string });
    expect(added.status).toBe(201);
    await given.admin('POST', '/v1/dead-letters/redrive', { topic: topics.intake });
    await eventually(async () => expect(await held(source.id, 'urn:k:rotated')).toMatchObject([{ revision: 2 }]));
    expect(await letters()).toEqual([]);
  });

  it('that cannot be read is told on a receipt, once, with the bytes', async () => {
    const source = await signing();
    const broken = messageOf({ sourceId: source.id, secret: source.key, body: '{"uri": "urn:k:broken", ' });
    await offer(broken, { ...broken, headers: { ...broken.headers, ce_id: uuidv7() } }, messageOf({ sourceId: source.id, secret: source.key, body: item('urn:k:after') }));
    await eventually(async () => expect(await held(source.id, 'urn:k:after')).toHaveLength(1));
    expect(await outcomesOf(source.id)).toMatchObject([{ outcome: 'refused', reason: { code: 'json-malformed' } }, { outcome: 'new' }]);
    expect(await letters()).toEqual([]);
  });

  it('whose characters cannot be read is in quarantine, where an operator finds it', async () => {
    const source = await given.source({ keyScheme: 'standard-webhooks', charset: 'iso-2022-jp' });
    // Plainly ISO-2022-JP by its escapes, and not readable as that, nor as anything else, for its last bytes.
    const body = Buffer.from(`<!doctype html><html><head><title>One</title></head><body><article>${'<p>\x1b$B9A$N?eLg$,3+$-\x1b(B, and forty boats went out on the ebb before the wind turned to the north that morning.</p>'.repeat(8)}<p>\x81\xff</p></article></body></html>`, 'latin1');
    await offer(messageOf({ sourceId: source.id, secret: source.key, body, contentType: 'text/html; charset=iso-2022-jp' }));
    await eventually(async () => expect(await given.query('select reason_code from quarantine where source_id = $1', [source.id])).toEqual([{ reason_code: 'undecodable' }]));
    expect(await letters()).toEqual([]);
  });

  it('of nearly all that Kafka takes of one message is taken', async () => {
    const source = await signing();
    await offer(messageOf({ sourceId: source.id, secret: source.key, body: item('urn:k:large', { body_text: 'The gate was opened at dawn. '.repeat(25_000) }) }));
    await eventually(async () => expect(await held(source.id, 'urn:k:large')).toHaveLength(1));
  });

  it('in a burst of some hundreds is taken whole, in the order of each key', async () => {
    const source = await signing();
    const messages = Array.from({ length: 300 }, (_, i) => messageOf({ sourceId: source.id, secret: source.key, body: item(`urn:k:burst:${i % 100}`, { headline: `Turn ${Math.floor(i / 100)}` }), key: `urn:k:burst:${i % 100}` }));
    await offer(...messages);
    await eventually(async () => expect(await given.query('select 1 from receipt where source_id = $1', [source.id])).toHaveLength(300));
    expect(await given.query('select distinct revision from item where source_id = $1', [source.id])).toEqual([{ revision: 3 }]);
  });
});
