import { givenPortal, portalUrl, rightsUrl, type GivenPortal } from '../testing/given-portal.js';

describe('pages without articles', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal({ environment: { PORTAL_NAME: 'The <Portal>', PORTAL_CONTACT: 'desk@news.example' } });
  });
  afterAll(() => portal.close());

  it('are there for every link of the footer, in both languages', async () => {
    const home = await portal.get('/?lang=en');
    const footer = home.text.slice(home.text.indexOf('<footer'));
    const links = [...footer.matchAll(/href="(\/[^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));
    expect(links.length).toBeGreaterThan(6);
    for (const link of links) {
      for (const path of [link, link.replace('lang=en', 'lang=zh')]) expect([path, (await portal.get(path)).status]).toEqual([path, 200]);
    }
    const policy = await portal.get('/pages/removal-policy?lang=en');
    expect(policy.text).toContain(`<a href="${rightsUrl}/takedown">form</a>`);
    expect((await portal.get('/pages/about?lang=zh')).text).toContain('The &lt;Portal&gt;汇集');
    expect((await portal.get('/pages/contact?lang=en')).text).toContain('desk@news.example');
    expect((await portal.get('/pages/nothing')).status).toBe(404);
  });

  it('tell machines where the site maps are, and close no article to them', async () => {
    const { text } = await portal.get('/robots.txt');
    expect(text).toContain(`Sitemap: ${portalUrl}/sitemap.xml`);
    expect(text).not.toMatch(/Disallow: \/(articles|$)/m);
    expect(JSON.parse((await portal.get('/.well-known/tdmrep.json')).text)).toEqual([{ location: '/', 'tdm-reservation': 1, 'tdm-policy': `${portalUrl}/pages/usage` }]);
  });

  it('list every category with its feeds', async () => {
    const fresh = await givenPortal();
    await fresh.live({ title: 'Listed' }, { categories: ['harbour'] });
    expect((await fresh.get('/site-map?lang=en')).text).toContain('href="/feeds/harbour.atom"');
    await fresh.close();
  });
});
