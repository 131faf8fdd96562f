import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

import { topics } from '@wiredesk/contracts';
import { sendTestMessages } from '@wiredesk/testing';

import { Client, call, eventually as eventuallyWithin, type NinjsArticle } from './client.js';
import { ConsoleVisit, describeWithBrowser, faultsOf } from './console-visit.js';
import { ProductUnderTest } from './product.js';

const sentences = [
  'The harbour council opened the tide gate at dawn after two pumps had been repaired overnight.', 'Forty fishing boats went out on the ebb before the wind turned to the north that morning.', 'Engineers said that the water in the inner basin had fallen by eleven centimetres since midnight.',
  'The mayor thanked the crews and promised that a report on the failure would be published next month.', 'Insurers opened an office in the school, which had served as a shelter for sixty families.', 'Pilots measured the depth of the channel and found that sand had moved towards the bridge.',
];
const chinese = ['港口闸门昨夜关闭后,工程队连续检修两座泵站。', '今晨潮水退去,四十条渔船先行出海,航道预计周末恢复通航。', '市政厅表示修复资金已经到位,委员会将于下月公布调查报告。', '保险公司在学校设点受理,六十户居民陆续返家。'];
const article = (uri: string, more: Partial<NinjsArticle> = {}): NinjsArticle => ({ uri, version: '1', headline: 'The tide gate opens', body_html: sentences.map((one) => `<p>${one}</p>`).join(''), language: 'en', ...more });

/** A browser looks at each screen four times: on a machine that is busy with other tests that takes minutes. */
const slowMs = 300_000;
const eventually = <T>(attempt: () => Promise<T>): Promise<T> => eventuallyWithin(attempt, 120_000);

describeWithBrowser('the console, for whoever looks after what comes in', () => {
  let product: ProductUnderTest;
  let client: Client;
  let visit: ConsoleVisit;
  let key: string;
  const paths: Record<string, string> = {};

  beforeAll(async () => {
    product = await ProductUnderTest.start({ partitions: 1 });
    client = new Client(product);
    visit = await ConsoleVisit.begin(product.console, product.adminToken);
    key = await client.createSource('harbour-wire', { licence: 'full', language: 'en' });
  }, slowMs);
  afterAll(async () => {
    await visit.end();
    await product.stop();
  }, 60_000);

  const explained = async (itemId: string): Promise<string> => (await call(`${product.console}/v1/explain?id=${itemId}`, { headers: { authorization: `Bearer ${product.adminToken}` } })).text;
  const isLive = (itemId: string) =>
    eventually(async () => {
      const { status } = await client.article(itemId);
      if (status !== 200) throw new Error(`the page answers ${status}: ${await explained(itemId)}`);
    });
  /** The console follows the topics a moment later. */
  const isKnown = (itemId: string) => eventually(async () => expect(await explained(itemId)).toContain('"code":"live"'));

  it('says in two clicks from home why an article is missing, and leads to what mends it', async () => {
    const unlicensed = await client.createSource('no-contract', { licence: 'none' });
    const { itemId } = await client.pushArticle('no-contract', unlicensed, article('urn:nc:1', { headline: 'Nobody may see this', body_html: '<p>The museum lent eleven paintings to the library, where a choir sang old songs for the readers who had waited since noon.</p><p>A captain who charted the reef in his youth found his own letters in the archive, tied with a red ribbon.</p>' }));
    await eventually(async () => expect(await explained(itemId)).toContain('"code":"refused"'));
    await visit.open('/', async (page) => {
      await page.getByRole('searchbox', { name: 'Why is it (not) live?' }).fill('urn:nc:1');
      await page.getByRole('button', { name: 'Explain' }).click();
      expect(await page.locator('.verdict').innerText()).toMatch(/Not live.*rights refused it/);
    });
    await visit.open('/receipts?q=urn:nc:1', async (page) => {
      await page.locator('#results tbody th a').click();
      await page.getByText('not cleared', { exact: true }).waitFor();
      await page.locator(`a[href="/articles/${itemId}"]`).first().click();
      await page.getByRole('heading', { level: 1, name: 'Nobody may see this' }).waitFor();
      await page.getByRole('link', { name: 'no-contract' }).first().click();
      await page.getByText('No grant: nothing of this source may be shown.').waitFor();
      await page.getByText('Settings', { exact: true }).click();
      await page.getByLabel('Licence').fill('full');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The settings were changed.').waitFor();
    });
    await isLive(itemId);
  }, slowMs);

  it('rotates the key of a source: shown once, the old one works for the overlap and not after it is revoked', async () => {
    const old = await client.createSource('rotating', { licence: 'full' });
    const pushed = async (token: string) => (await client.push('rotating', token, JSON.stringify(article(`urn:rot:${randomUUID()}`)), 'application/json')).status;
    const fresh = await visit.open('/sources/rotating', async (page) => {
      await page.getByText('Make a new key', { exact: true }).first().click();
      await page.getByLabel('Older keys of this kind still work for').selectOption({ label: 'a day' });
      await page.getByRole('button', { name: 'Make a new key' }).click();
      await page.getByText('It is shown only now.').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      const shown = await page.locator('main section code').innerText();
      await page.getByRole('link', { name: 'To the source rotating' }).click();
      expect(await page.content()).not.toContain(shown);
      return shown;
    });
    expect([await pushed(old), await pushed(fresh)]).toEqual([202, 202]);
    await visit.open('/sources/rotating', async (page) => {
      await page.locator('tbody tr', { hasText: 'until' }).getByRole('button', { name: 'Revoke at once' }).click();
      await page.getByText('The key was revoked.').waitFor();
    });
    expect([await pushed(old), await pushed(fresh)]).toEqual([401, 202]);
  }, slowMs);

  it('mends a poison message and handles it again, with what waited behind it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const offer = (version: string) => {
      const [webhookId, webhookTimestamp, body] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000), JSON.stringify(article('urn:house:1', { version, headline: `The house desk, version ${version}`, body_html: `<p>${sentences.slice(2).join(' ')} ${sentences[0]}</p>` }))];
      const signature = `v1a,${sign(null, Buffer.from(`${webhookId}.${webhookTimestamp}.${body}`), privateKey).toString('base64')}`;
      const data = { sourceId: 'house-desk', contentType: 'application/json', contentEncoding: null, bodyBase64: Buffer.from(body).toString('base64'), webhookId, webhookTimestamp, webhookSignature: signature };
      return { key: 'house-desk', value: JSON.stringify(data), headers: { ce_specversion: '1.0', ce_id: randomUUID(), ce_type: 'payload.offered', ce_source: '/house/desk', ce_time: new Date().toISOString() } };
    };
    await sendTestMessages(`${product.topicPrefix}${topics.intake}`, [offer('1'), offer('2')]);
    const group = 'section[aria-labelledby^="ingest-"]';
    await eventually(async () => expect(JSON.parse((await call(`${product.ingest}/v1/dead-letters`, { headers: { authorization: `Bearer ${product.adminToken}` } })).text)).toMatchObject({ total: 1, parked: 1 }));
    await visit.open('/dead-letters', async (page) => {
      expect(await page.locator(group).innerText()).toMatch(/source-unknown[^]*1 messages wait behind them/);
      await page.getByText('Show the letters').click();
      await page.getByRole('link', { name: 'Message and stack' }).click();
      await page.getByText('"sourceId": "house-desk"').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      const letterPath = new URL(page.url()).pathname;
      paths['dead-letters'] = '/dead-letters';
      expect(await visit.judge('dead-letters', '/dead-letters')).toEqual([]);
      expect(await visit.judge('dead-letter', letterPath)).toEqual([]);
      await page.goto(`${product.console}/sources`);
      await page.getByText('Create a source').click();
      await page.getByLabel('Id', { exact: true }).fill('house-desk');
      await page.getByLabel('Name', { exact: true }).fill('House desk');
      await page.getByLabel('Licence').fill('full');
      await page.getByLabel('How it proves who it is').selectOption('ed25519');
      await page.getByLabel('Its public key').fill(publicKey.export({ type: 'spki', format: 'pem' }) as string);
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByText('The source keeps its own private key').waitFor();
      await page.goto(`${product.console}/dead-letters`);
      await page.getByRole('button', { name: 'Redrive the group' }).click();
      expect(await page.getByRole('alertdialog').innerText()).toMatch(/1 dead letters would be handled again/);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Handle them again' }).click();
      expect(await page.locator('main').innerText()).toContain('2 messages handled');
      await page.getByRole('link', { name: 'Back to the dead letters' }).click();
      await page.getByText('No dead letters: every message was handled.').waitFor();
      await page.goto(`${product.console}/receipts?source=house-desk`);
      expect(await page.locator('#results tbody tr').count()).toBe(2);
    });
  }, slowMs);

  it('shows why two items are one story, splits a wrong one, and undoes it', async () => {
    const other = await client.createSource('bay-post', { licence: 'full' });
    const first = await client.pushArticle('harbour-wire', key, article('urn:hw:story', { headline: '港口闸门恢复通行', language: 'zh-Hans', body_html: chinese.map((one) => `<p>${one}</p>`).join('').repeat(2) }));
    await isLive(first.itemId);
    const second = await client.pushArticle('bay-post', other, article('urn:bp:story', { headline: '港口闸门修复', language: 'zh-Hans', body_html: `${chinese.map((one) => `<p>${one}</p>`).join('').repeat(2)}<p>本报另讯:渔民表示欢迎。</p>` }));
    await isKnown(first.itemId);
    await eventually(async () => expect((await call(`${product.dedupe}/v1/items/${second.itemId}`, { headers: { authorization: `Bearer ${product.adminToken}` } })).text).toContain(`"relatedTo":"${first.itemId}"`));
    await visit.open('/stories?sizeMin=2', async (page) => {
      await page.getByRole('link', { name: '港口闸门恢复通行' }).click();
      paths['story'] = new URL(page.url()).pathname;
      await page.getByRole('link', { name: /Compare with what it was matched with/ }).click();
      paths['compare'] = `/compare${new URL(page.url()).search}`;
      await page.getByText('They are one story').waitFor();
      expect(await page.locator('#b-1').innerText()).toContain('港口闸门昨夜关闭后');
      expect(await page.locator('section[aria-labelledby="title-b"] mark').allInnerTexts()).not.toContain('渔民表示欢迎');
    });
    paths['article'] = `/articles/${first.itemId}`;
    for (const name of ['story', 'compare', 'article']) expect(await visit.judge(name, paths[name] ?? '')).toEqual([]);
    await visit.open(paths['compare'] ?? '', async (page) => {
      const form = page.locator('form[action$="/split"]', { hasText: '港口闸门修复' });
      await form.getByLabel('Why').fill('another gate');
      await form.getByRole('button').click();
      expect(await page.getByRole('alertdialog').innerText()).toMatch(/1 items would leave this story/);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Do it' }).click();
      await page.getByText('Split off.').waitFor();
    });
    await isLive(second.itemId);
    await visit.open(paths['story'] ?? '', async (page) => {
      await page.getByRole('button', { name: /^Undo/ }).locator('..').getByLabel('Why').fill('it was the same gate');
      await page.getByRole('button', { name: /^Undo/ }).click();
      await page.getByText('Undone').first().waitFor();
    });
    await eventually(async () => expect((await call(`${product.dedupe}/v1/items/${second.itemId}`, { headers: { authorization: `Bearer ${product.adminToken}` } })).text).toContain(`"canonicalItemId":"${first.itemId}"`));
  }, slowMs);

  it('pauses a source: what it sends waits, is read, and is let go by an editor', async () => {
    const held = await client.createSource('held-wire', { licence: { channels: ['*'], credit: 'Held Wire' } });
    await visit.open('/sources/held-wire', async (page) => {
      await page.getByRole('button', { name: 'Pause: hold its articles for an editor' }).click();
      await page.getByText('Paused.', { exact: false }).first().waitFor();
      await page.getByText('Settings', { exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill('Held Wire');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The settings were changed.').waitFor();
      await page.getByText('Settings', { exact: true }).click();
      // What the form cannot show whole, it leaves alone.
      expect(await page.getByText('"credit":"Held Wire"').isVisible()).toBe(true);
    });
    const { itemId } = await client.pushArticle('held-wire', held, article('urn:held:1', { headline: 'Read before it is shown', body_html: '<p>Volunteers cooked soup for nineteen railway workers who checked the tracks through the night, while the signal failed twice and the airport resumed its flights.</p>' }));
    await eventually(async () => expect((await call(`${product.ingest}/v1/reviews?source=held-wire`, { headers: { authorization: `Bearer ${product.adminToken}` } })).text).toContain(itemId));
    expect(await visit.judge('reviews', '/reviews')).toEqual([]);
    await visit.open('/reviews?source=held-wire', async (page) => {
      await page.getByRole('link', { name: /read it/ }).click();
      await page.getByText('Volunteers cooked soup').waitFor();
      await page.goBack();
      expect((await client.article(itemId)).status).not.toBe(200);
      await page.getByRole('button', { name: 'Let it go' }).click();
      await page.getByText('Confirmed; it takes its way now.').waitFor();
    });
    await isLive(itemId);
  }, slowMs);

  it('shows what a correction changed, and takes an article down after a look at what a hold reaches', async () => {
    const crews = 'The orchard cooperative sold its apples abroad after customs had delayed the trucks for nine days. Farmers cut the wet hay early and hope for a dry week before the fair, which opens next month beside the old railway signal box.';
    const { itemId } = await client.pushArticle('harbour-wire', key, article('urn:hw:hold', { headline: 'Apples sold abroad', body_html: `<p>${crews}</p>` }));
    await client.pushArticle('harbour-wire', key, article('urn:hw:hold', { version: '2', headline: 'Apples sold abroad', body_html: `<p>${crews.replace('next month', 'in spring')}</p>` }));
    await isLive(itemId);
    await isKnown(itemId);
    paths['article-diff'] = `/articles/${itemId}/revisions?from=1&to=2`;
    await visit.open(`/articles/${itemId}`, async (page) => {
      await page.getByRole('button', { name: 'Show what changed' }).click();
      expect([await page.locator('del').innerText(), await page.locator('ins').innerText()]).toEqual([expect.stringContaining('next month'), expect.stringContaining('in spring')]);
      await page.goBack();
      await page.getByLabel('Why').fill('asked for by the cooperative');
      await page.getByRole('button', { name: 'Show what it would reach' }).click();
      expect(await page.locator('main').innerText()).toMatch(/1 articles that readers see would go dark; items in all: 1/);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Place the hold' }).click();
      await page.getByText('The hold was placed.').waitFor();
    });
    await eventually(async () => expect([410, 451]).toContain((await client.article(itemId)).status));
    expect(await visit.judge('article-diff', paths['article-diff'])).toEqual([]);
  }, slowMs);

  it('brings a body out of quarantine: what would become of it, the charset of its source, then retried', async () => {
    const from = await client.createSource('far-east', { licence: 'full', charset: 'iso-2022-jp' });
    const body = Buffer.from(`<!doctype html><html><head><title>One</title><link rel="canonical" href="https://fe.example/1"></head><body><article><h1>One</h1>${'<p>\x1b$B9A$N?eLg$,3+$-\x1b(B, and forty boats went out on the ebb before the wind turned to the north that morning.</p>'.repeat(8)}<p>\x81\xff</p></article></body></html>`, 'latin1');
    expect((await client.push('far-east', from, new Uint8Array(body), 'text/html; charset=iso-2022-jp')).status).toBe(422);
    expect(await visit.judge('quarantine', '/quarantine')).toEqual([]);
    await visit.open('/quarantine', async (page) => {
      const dryRun = page.getByRole('button', { name: 'Retry these: dry run: far-east, undecodable' });
      await dryRun.click();
      expect(await page.locator('main').innerText()).toMatch(/1 would fail again and stay here/);
      await page.goto(`${product.console}/sources/far-east`);
      await page.getByText('Settings', { exact: true }).click();
      await page.getByLabel('Charset that stands in').fill('windows-1252');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The settings were changed.').waitFor();
      await page.goto(`${product.console}/quarantine`);
      await dryRun.click();
      expect(await page.getByRole('alertdialog').innerText()).toMatch(/1 of these can be read/);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Accept them' }).click();
      await page.getByRole('link', { name: '1 items' }).click();
      paths['receipt'] = new URL(page.url()).pathname;
      await page.getByRole('link', { name: 'The bytes as they came' }).click();
      await page.getByRole('heading', { name: 'The first bytes' }).waitFor();
    });
    expect(await visit.judge('payload', `${paths['receipt']}/payload`)).toEqual([]);
  }, slowMs);

  it('is accessible in light and dark, in zh and en, and fits a phone', async () => {
    const found: string[] = [];
    for (const [name, path] of Object.entries({ sources: '/sources', source: '/sources/harbour-wire', receipts: '/receipts', receipt: paths['receipt'] ?? '/receipts', articles: '/articles', stories: '/stories', 'compare-empty': '/compare', 'quarantine-empty': '/quarantine', 'dead-letters-empty': '/dead-letters' })) found.push(...(await visit.judge(name, path)));
    expect(found).toEqual([]);
  }, slowMs);

  it('goes by keyboard, and keeps its filters in the address', async () => {
    await visit.open('/receipts', async (page) => {
      await page.keyboard.press('g');
      await Promise.all([page.waitForURL('**/stories'), page.keyboard.press('t')]);
      await page.getByLabel('At least').selectOption('2');
      await page.waitForURL('**/stories?**sizeMin=2**');
      await page.keyboard.press('Escape');
    });
  }, slowMs);
});
