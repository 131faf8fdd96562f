import { createHash } from 'node:crypto';

import { testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal, type Taken } from '../testing/given-rights.js';

const page = '<html><script>alert(document.cookie)</script></html>';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('files of evidence, on real Postgres', () => {
  let given: GivenRights;
  let taken: Taken;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
    taken = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`]));
  });
  afterAll(() => given.close());

  const give = (files: Readonly<Record<string, string | Blob>>, token: string | undefined = taken.case.token, accept = 'application/json'): Promise<Response> => {
    const form = new FormData();
    if (token !== undefined) form.set('token', token);
    for (const [name, content] of Object.entries(files)) form.append('file', content instanceof Blob ? content : new Blob([content], { type: 'text/html' }), name);
    return fetch(`${given.service.url}/cases/${taken.case.number}/files`, { method: 'POST', body: form, headers: { accept }, redirect: 'manual' });
  };
  const files = async () => (await given.officer('GET', `/v1/cases/${taken.case.number}/files`)).json['files'] as { fileId: string; name: string; sha256: string; bytes: number }[];

  it('are kept by their hashes, once, noted in the case, and come back as bytes to be saved, never as a page', async () => {
    const answer = await give({ '../证据.html': page });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ files: [{ name: '证据.html', bytes: page.length, sha256: sha256(page) }] });
    expect(await (await give({ 'again.html': page })).json()).toEqual({ files: [] });
    const [file] = await files();
    const download = await given.officer('GET', `/v1/cases/${taken.case.number}/files/${file?.fileId ?? ''}`);
    expect(download.text).toBe(page);
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.bin"; filename\*=UTF-8''%E8%AF%81%E6%8D%AE\.html$/);
    expect(download.headers.get('content-security-policy')).toContain('sandbox');
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    const { json } = await given.officer('GET', `/cases/${taken.case.number}`);
    expect((json['case'] as { events: { type: string }[] }).events.map(({ type }) => type)).toEqual(expect.arrayContaining(['file-given', 'file-read']));
  });

  it('are seen by rights officers alone: not by the claimant, not by other roles, not under another case', async () => {
    const other = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`], { signature: 'Bo' }));
    const [file] = await files();
    const path = `/v1/cases/${taken.case.number}/files`;
    for (const token of [testTokens.viewer, testTokens.service, testTokens.operator]) expect((await given.call('GET', path, { token })).status).toBe(403);
    expect((await given.call('GET', path, { token: taken.case.token })).status).toBe(401);
    expect((await given.officer('GET', `/v1/cases/${other.case.number}/files/${file?.fileId ?? ''}`)).status).toBe(404);
    expect((await given.call('GET', `/cases/${taken.case.number}?token=${taken.case.token}`, { headers: { accept: 'text/html' } })).text).not.toContain(file?.sha256);
  });

  it('are refused with what to mend: too large, none, unreadable, another\'s case', async () => {
    expect((await give({ big: new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]) })).status).toBe(413);
    expect((await give({ whole: new Blob([new Uint8Array(10 * 1024 * 1024)]) })).status).toBe(201);
    expect((await give({})).status).toBe(422);
    expect((await give({ a: 'x' }, 'no-token-of-anybody')).status).toBe(404);
    const call = (type: string) => given.call('POST', `/cases/${taken.case.number}/files`, { body: 'no form', headers: { 'content-type': type } });
    expect((await call('multipart/form-data; boundary=x')).status).toBe(400);
    expect((await call('text/plain')).status).toBe(415);
  });

  it('lead back to the page of the case where a browser sent them', async () => {
    const answer = await give({ 'b.txt': 'b' }, taken.case.token, 'text/html');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cases/${taken.case.number}?token=${taken.case.token}`]);
  });

  it('may come with the notice itself, by the form, and count as its preliminary proof', async () => {
    const form = new FormData();
    const fields = { type: 'copyright', jurisdiction: 'CN', urls: `${portal}/articles/${await given.item('s1')}`, workTitle: '原作', name: '王', phone: '138', address: '某路', step: 'send', lang: 'zh' };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const send = () => fetch(`${given.service.url}/takedown`, { method: 'POST', body: form, redirect: 'manual' });
    expect((await send()).status).toBe(422);
    form.append('file', new Blob(['登记证书']), '证书.pdf');
    const answer = await send();
    expect(answer.status).toBe(303);
    const number = /WD-[\w-]+/.exec(answer.headers.get('location') ?? '')?.[0] ?? '';
    expect((await given.officer('GET', `/v1/cases/${number}/files`)).json['files']).toMatchObject([{ name: '证书.pdf', sha256: sha256('登记证书') }]);
    expect((await given.officer('GET', `/v1/cases/${number}`)).json).toMatchObject({ case: { targets: [{ state: 'interim_held' }] }, notice: { evidence: [{ sha256: sha256('登记证书') }] } });
  });
});
