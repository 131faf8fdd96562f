import { eventually, testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';
import { GivenMailServer } from '../testing/mail-server.js';

interface ShownLetter {
  readonly letterId: string;
  readonly kind: string;
  readonly recipient: string;
  readonly state: string;
  readonly body: string;
  readonly lastError: string | null;
}

describe('letters, with mail, on real Postgres', () => {
  let given: GivenRights;
  let mail: GivenMailServer;
  const start = new Date('2026-11-24T10:00:00.000Z').getTime();
  let nowMs = start;

  beforeAll(async () => {
    mail = await GivenMailServer.start();
    given = await GivenRights.start({ environment: { SMTP_URL: mail.url, MAIL_FROM: 'Rights desk <rights@portal.example>' }, clock: { now: () => new Date(nowMs) } });
    await given.grant('s1');
    await given.grant('s2');
    expect((await given.call('PUT', '/v1/sources/s1/contact', { token: testTokens['rights-officer'], body: { name: 'Harbour Wire', email: 'desk@harbour.example', language: 'en' } })).status).toBe(200);
  });
  afterAll(async () => {
    await given.close();
    await mail.close();
  });

  const url = (itemId: string): string => `${portal}/articles/${itemId}`;
  const lettersOf = async (number: string): Promise<ShownLetter[]> => (await given.officer('GET', `/v1/cases/${number}/letters`)).json['letters'] as ShownLetter[];
  const told = async (number: string): Promise<string[]> => (await lettersOf(number)).map(({ kind, recipient, state }) => `${kind} ${recipient} ${state}`).sort();

  it('tell claimant and party, once each, and the party again when it is put back (I29)', async () => {
    const taken = await given.takedown(notice([url(await given.item('s1')), url(await given.item('s1'))]));
    const { number, token } = taken.case;
    await eventually(async () => expect(await told(number)).toEqual(['receipt claimant sent', 'statement-of-reasons party sent']));
    const statement = mail.messages.find((message) => message.includes('desk@harbour.example'));
    expect(statement).toMatch(/^Subject: .*statement of\s+reasons/m);
    expect(statement).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mail.messages.join('')).not.toContain(token);
    await given.officer('POST', `/v1/cases/${number}/decisions`, { targets: [0], decision: 'uphold', reason: 'founded' });
    await given.officer('POST', `/v1/cases/${number}/decisions`, { targets: [1], decision: 'reject', reason: 'quotation' });
    await eventually(async () => expect(await told(number)).toEqual(expect.arrayContaining(['restored party sent', 'restriction-confirmed party sent', 'decision claimant sent'])));
    const statements = await given.query("select from letter join takedown_case using (case_id) where number = $1 and kind = 'statement-of-reasons'", [number]);
    expect(statements).toHaveLength(1);
  });

  it('are tried again while the mail server refuses them, and given to an officer in the end', async () => {
    mail.refuses = true;
    const taken = await given.takedown(notice([url(await given.item('s1'))], { claimant: { name: 'Bo', email: 'bo@holder.example', address: 'x', phone: '1' } }));
    const receipt = async (): Promise<ShownLetter | undefined> => (await lettersOf(taken.case.number)).find(({ kind }) => kind === 'receipt');
    await eventually(async () => expect(await receipt()).toMatchObject({ state: 'queued', lastError: expect.stringContaining('451') as string }));
    expect((await receipt())?.lastError).not.toContain('bo@holder.example');
    await given.query("update letter set attempts = 7, due_at = $1 where state = 'queued'", [new Date(nowMs)]);
    nowMs += 60_000;
    await given.takedown(notice([url(await given.item('s1'))], { claimant: { name: 'Cy', address: 'x', phone: '1' } }));
    await eventually(async () => expect(await receipt()).toMatchObject({ state: 'failed' }));
    mail.refuses = false;
  });

  it('wait for an officer where no address is known (edge case 25), who notes that they are sent', async () => {
    const taken = await given.takedown(notice([url(await given.item('s2'))], { language: 'en' }));
    const { number } = taken.case;
    await eventually(async () => expect(await told(number)).toContain('statement-of-reasons party by-hand'));
    const statement = (await lettersOf(number)).find(({ recipient }) => recipient === 'party');
    const page = await given.call('GET', '/officer/letters?lang=en', { headers: { authorization: `Basic ${Buffer.from(`x:${testTokens['rights-officer']}`).toString('base64')}` } });
    expect(page.text).toContain('no address known');
    expect(page.text).toContain(number);
    const sent = () => given.officer('POST', `/v1/letters/${statement?.letterId ?? ''}/sent`);
    expect((await sent()).status).toBe(204);
    expect((await sent()).status).toBe(404);
    expect(await told(number)).toContain('statement-of-reasons party sent');
    const { json } = await given.officer('GET', `/cases/${number}`);
    expect((json['case'] as { events: { type: string }[] }).events.map(({ type }) => type)).toContain('letter-sent');
    for (const path of ['/v1/letters', `/v1/cases/${number}/letters`]) expect((await given.call('GET', path, { token: testTokens.viewer })).status).toBe(403);
  });

  it('stand on the notice board where 条例 asks for it, in public and without an address (edge case 7)', async () => {
    const chinese = { regime: 'CN_TIAOLI', language: 'zh', claimant: { name: '王权利', email: 'wang@holder.example', phone: '138', address: '某路一号' }, works: [{ title: '原作', urls: ['https://holder.example/o'] }], grounds: '<script>alert(1)</script>' };
    const taken = await given.takedown(notice([url(await given.item('s2'))], chinese));
    const board = () => given.call('GET', '/notices?lang=zh', { headers: { accept: 'text/html' } });
    await eventually(async () => expect((await board()).text).toContain(`公告 ${taken.case.number}`));
    const { text } = await board();
    expect(text).toContain('王权利');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/wang@holder|某路一号|<script>/);
    expect((await given.call('GET', '/notices')).json['notices']).toMatchObject([{ case: taken.case.number }]);
  });
});

describe('letters without mail', () => {
  it('are written all the same, and all wait for an officer', async () => {
    const given = await GivenRights.start();
    try {
      await given.grant('s1');
      const taken = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`]));
      await eventually(async () => {
        const letters = (await given.officer('GET', '/v1/letters')).json['letters'] as (ShownLetter & { caseNumber: string })[];
        expect(letters.filter(({ caseNumber }) => caseNumber === taken.case.number).map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual(['receipt by-hand', 'statement-of-reasons by-hand']);
      });
    } finally {
      await given.close();
    }
  });
});
