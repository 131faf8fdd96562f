import fc from 'fast-check';

import { claimTypes, notice } from '../order-takedown/notice.js';
import { lumenNotice, lumenNoticeOf, type LumenCase } from './lumen-notice.decide.js';

const one = (change: Partial<LumenCase> = {}, stated: object = {}): LumenCase => ({
  number: 'WD-2222-3333', claimType: 'copyright', language: 'en', openedAt: '2026-11-24T10:00:00.000Z', operator: 'Portal',
  notice: notice.parse({
    targets: ['x'], claimant: { name: 'Ada Holder', organisation: 'Holder Press', email: 'ada@holder.example', address: '1 Mill Lane', phone: '+1 555 0100' }, works: [{ title: 'The original, call +1 555 0100 or ada@holder.example', urls: ['https://holder.example/o', 'nonsense', 'https://user:pass@holder.example/'] }], grounds: 'Ada wrote it', signature: 'Ada Holder', ...stated,
  }),
  targets: [{ url: 'https://portal.example/articles/1', state: 'held' }, { url: 'https://portal.example/articles/2', state: 'rejected' }, { url: 'no address', state: 'invalid' }], ...change,
});

describe('a notice for Lumen', () => {
  it('fits its rules and names an organisation, works and addresses, and no person', () => {
    const made = lumenNoticeOf(one());
    expect(lumenNotice.safeParse(made).success).toBe(true);
    expect(made).toMatchObject({
      type: 'DMCA', action_taken: 'Partial', date_received: '2026-11-24', case_id_number: 'WD-2222-3333',
      entity_notice_roles_attributes: [{ name: 'recipient' }, { name: 'principal', entity_attributes: { name: 'Holder Press' } }],
      works_attributes: [{ description: 'The original, call [redacted] or [redacted]', infringing_urls_attributes: [{ url: 'https://portal.example/articles/1' }, { url: 'https://portal.example/articles/2' }], copyrighted_urls_attributes: [{ url: 'https://holder.example/o' }] }],
    });
    expect(JSON.stringify(made)).not.toMatch(/Ada|ada@|Mill Lane|555/);
  });

  it('fits whatever is claimed, and is none for orders, contracts and what must not be pointed at', () => {
    fc.assert(
      fc.property(fc.constantFrom(...claimTypes), fc.string({ maxLength: 400 }), fc.array(fc.webUrl(), { maxLength: 5 }), (claimType, title, urls) => {
        const made = lumenNoticeOf(one({ claimType }, { works: [{ title, urls }] }));
        const silent = ['court-order', 'authority-order', 'terrorist-content', 'child-abuse', 'licence-end', 'contract-termination'].includes(claimType);
        if (silent) expect(made).toBeUndefined();
        else expect(lumenNotice.safeParse(made).success).toBe(true);
      }),
    );
  });

  it.each([['held', 'Yes'], ['rejected', 'No']] as const)('says what was done: %s is %s', (state, wanted) => {
    expect(lumenNoticeOf(one({ targets: [{ url: 'https://portal.example/1', state }] }))?.action_taken).toBe(wanted);
  });
});
