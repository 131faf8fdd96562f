import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { outgoing } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { givenPortal } from './testing/given-portal.js';

describe('an operator', () => {
  it('replaces a template and a text without a fork, and the rest stays ours', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portal-'));
    await writeFile(join(directory, 'footer.eta'), '<footer>Their own <%= it.site.name %> & <%= "<b>" %></footer>');
    await writeFile(join(directory, 'about.en.md'), '# Who we are\n\n{{name}} of <Northfield>.');
    await writeFile(join(directory, 'imprint.en.md'), '# Imprint\n\nA page that we do not have.');
    const portal = await givenPortal({ environment: { PORTAL_TEMPLATES_DIR: directory, PORTAL_PAGES_DIR: directory, PORTAL_NAME: 'Paper' } });
    try {
      const about = (await portal.get('/pages/about?lang=en')).text;
      expect(about).toContain('<footer>Their own Paper & &lt;b&gt;</footer>');
      expect(about).toContain('<p>Paper of &lt;Northfield&gt;.</p>');
      expect((await portal.get('/pages/imprint?lang=en')).status).toBe(200);
      expect((await portal.get('/pages/privacy?lang=en')).text).toContain('<h1>Privacy</h1>');
    } finally {
      await portal.close();
      await rm(directory, { recursive: true });
    }
  });

  it('learns of a template that cannot be compiled at start, not from a reader', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portal-'));
    await writeFile(join(directory, 'home.eta'), '<% if ( { %>');
    await expect(givenPortal({ environment: { PORTAL_TEMPLATES_DIR: directory } })).rejects.toThrow();
    await rm(directory, { recursive: true });
  });
});

describe('a replica whose hold ledger is too old', () => {
  it('shows no article and no list, says why, and goes on when it is fresh again', async () => {
    const portal = await givenPortal({ isLaneSilent: true, environment: { HOLD_LANE_LIMIT_MS: '1500', HOLD_LANE_STALE_MS: '500' } });
    try {
      const itemId = await portal.live({ title: 'May be held' }, { categories: ['c'] });
      await eventually(async () => expect((await portal.get(`/articles/${itemId}`)).status).toBe(503));
      const api = { authorization: `Bearer ${testTokens.viewer}` };
      for (const path of ['/', '/categories/c', `/articles/${itemId}`, `/articles/${itemId}/ninjs`, '/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', '/sitemap.xml', '/news-sitemap.xml', '/search?q=held', '/v1/articles']) {
        const answer = await portal.get(path, path.startsWith('/v1') ? api : {});
        expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '30']);
        expect(answer.text).not.toContain('May be held');
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
      expect((await portal.get(`/articles/${itemId}?lang=en`)).text).toContain('Articles are not available now');
      expect((await portal.get('/pages/about')).status).toBe(200);
      const at = new Date().toISOString();
      await portal.service.messaging.outbox.transaction(async (_tx, emit) => emit([outgoing('lane.heartbeat', { at, seq: 0 }, { id: uuidv7(), time: at })]));
      await eventually(async () => expect((await portal.get(`/articles/${itemId}`)).status).toBe(200), { everyMs: 5 });
    } finally {
      await portal.close();
    }
  });
});
