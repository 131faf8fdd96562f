import { createHash } from 'node:crypto';

import { eventually, testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';
import { verifyConsistency, verifyInclusion } from './merkle.js';
import { openNote, readVerifierKey } from './note.js';
import { tilePath } from './tiles.js';
import { verifyLog, type LogSource } from './verify-log.js';

describe('the audit log, on real Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    // A second replica also gives places: there is one log nevertheless.
    await given.startReplica();
  });
  afterAll(() => given.close());

  const source = (): LogSource => ({
    checkpoint: async () => (await given.call('GET', '/audit/checkpoint')).text,
    entries: async (n, width) => {
      const answer = await fetch(`${given.service.url}/audit/tile/entries/${tilePath(n, width)}`);
      if (!answer.ok) throw new Error(`tile ${n}: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  });
  const key = async () => readVerifierKey((await given.call('GET', '/audit/key')).text);
  const settled = () => eventually(async () => expect(await given.query('select from audit_pending')).toHaveLength(0));
  const verify = async (saved?: string) => {
    const { name, key: publicKey } = await key();
    return verifyLog(source(), name, publicKey, saved);
  };

  it('has every step of every case and hold, chained and signed, and grows without changing', async () => {
    await given.grant('s1');
    const taken = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`, 'https://nowhere.example/a']));
    await settled();
    const saved = await source().checkpoint();
    expect(await verify()).toMatchObject({ ok: true, problems: [] });
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'uphold', reason: 'looked at by Ms Officer' });
    await given.takedown(notice(Array.from({ length: 300 }, (_, i) => `https://bulk.example/${i}`)));
    await settled();
    const verdict = await verify(saved);
    expect(verdict).toMatchObject({ ok: true, problems: [] });
    // 1 licence; 3 events, 2 holds and 1 piece of evidence; 2 upheld with 2 holds placed and 2 lifted; 301 events and 300 holds.
    expect(verdict.size).toBe(614);
    const bodies = (await given.query<{ body: string }>('select body from audit_entry order by index')).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(bodies.map((body) => `${String(body['kind'])} ${String(body['type'])}`)).toEqual(expect.arrayContaining(['grant licence-told', 'case notice-received', 'case interim_held', 'case unresolved', 'hold placed', 'case upheld', 'hold lifted']));
    expect(JSON.stringify(bodies)).not.toMatch(/Ada|Holder|Officer|nowhere\.example|bulk/);
  });

  it('proves that an entry is in it, and that one size grew out of another', async () => {
    await settled();
    const { name, key: publicKey } = await key();
    const checkpoint = openNote(await source().checkpoint(), name, publicKey);
    const size = checkpoint?.size ?? 0;
    const root = checkpoint?.root ?? Buffer.alloc(0);
    const [row] = await given.query<{ audit_id: string }>('select audit_id from audit_entry where index = 3');
    const proof = (await given.call('GET', `/audit/inclusion?id=${row?.audit_id}`)).json as { index?: number; leafHash?: string; proof?: string[] };
    expect(proof.index).toBe(3);
    const hashes = (list: string[] | undefined) => (list ?? []).map((hash) => Buffer.from(hash, 'base64'));
    expect(verifyInclusion({ leaf: Buffer.from(proof.leafHash ?? '', 'base64'), index: 3, size, root, proof: hashes(proof.proof) })).toBe(true);
    const [old] = await given.query<{ size: string; root: Buffer }>('select size, root from audit_checkpoint order by size limit 1');
    const grown = (await given.call('GET', `/audit/consistency?from=${old?.size}&to=${size}`)).json as { proof?: string[] };
    expect(verifyConsistency({ from: Number(old?.size), fromRoot: old?.root ?? Buffer.alloc(0), size, root, proof: hashes(grown.proof) })).toBe(true);
    expect((await given.call('GET', `/audit/consistency?from=${size}&to=${size + 1}`)).status).toBe(422);
    expect((await given.call('GET', '/audit/tile/0/999')).status).toBe(404);
    expect((await given.call('GET', '/audit/tile/0/nonsense')).status).toBe(404);
  });

  it('can be erased of what it commits to, and still verifies', async () => {
    const [row] = await given.query<{ audit_id: string; salt: Buffer; content: string }>(`select s.* from audit_secret s join audit_entry using (audit_id) where content like '%Officer%' limit 1`);
    const [entry] = await given.query<{ body: string }>('select body from audit_entry where audit_id = $1', [row?.audit_id]);
    const commitment = createHash('sha256').update(row?.salt ?? '').update(row?.content ?? '', 'utf8').digest('hex');
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({ commitment });
    await given.query('delete from audit_secret where audit_id = $1', [row?.audit_id]);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('does not verify once an entry was changed, moved or taken out', async () => {
    const saved = await source().checkpoint();
    const { name, key: publicKey } = await key();
    const honest = source();
    const forged = (change: (entries: Buffer) => Buffer): LogSource => ({ checkpoint: honest.checkpoint, entries: async (n, width) => (n === 0 ? change(await honest.entries(n, width)) : honest.entries(n, width)) });
    const changed = forged((tile) => Buffer.from(tile.toString('latin1').replace('"interim"', '"licence"'), 'latin1'));
    expect(await verifyLog(changed, name, publicKey, saved)).toMatchObject({ ok: false, problems: [expect.stringContaining('does not follow')] });
    const cut = forged((tile) => tile.subarray(2 + tile.readUInt16BE(0)));
    expect(await verifyLog(cut, name, publicKey)).toMatchObject({ ok: false, problems: [expect.stringContaining('says that it is entry 1')] });
    const unsigned: LogSource = { ...honest, checkpoint: async () => saved.replace(/\n(\d+)\n/, '\n1\n') };
    expect(await verifyLog(unsigned, name, publicKey)).toMatchObject({ ok: false, problems: [expect.stringContaining('not signed')] });
    const [old] = await given.query<{ note: string }>('select note from audit_checkpoint order by size limit 1');
    expect(await verifyLog({ ...honest, checkpoint: async () => old?.note ?? '' }, name, publicKey, saved)).toMatchObject({ ok: false, problems: [expect.stringContaining('shrunk')] });
  });

  it('cannot be written by the service\'s callers', async () => {
    expect((await given.call('POST', '/audit/checkpoint', { token: testTokens['rights-officer'], body: {} })).status).toBe(404);
  });
});
