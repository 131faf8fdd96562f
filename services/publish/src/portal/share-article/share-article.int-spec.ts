import { givenPortal, portalUrl, type GivenPortal } from '../testing/given-portal.js';

/** Dark modules of a code drawn by `svgOf`, read back from its path. */
const modulesOf = (svg: string): { side: number; isDark: (x: number, y: number) => boolean } => {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const dark = new Set<string>();
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) for (let at = 0; at < Number(length); at += 1) dark.add(`${Number(x) + at} ${y}`);
  return { side, isDark: (x, y) => dark.has(`${x} ${y}`) };
};

describe('the code that leads to an article', () => {
  let portal: GivenPortal;
  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  it('is a QR code with quiet space around it, another for each article, and stands on the page', async () => {
    const [one, other] = [await portal.live({ title: 'To be shared & "quoted"' }), await portal.live()];
    const { status, text, headers } = await portal.get(`/articles/${one}/qr.svg`);
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    const { side, isDark } = modulesOf(text);
    // The three finder patterns (ISO/IEC 18004 §6.3.3): a dark ring, a light ring, a dark core; and 4 light modules around.
    for (const [left, top] of [[4, 4], [side - 11, 4], [4, side - 11]] as const) {
      for (let at = 0; at < 7; at += 1) expect([isDark(left + at, top), isDark(left, top + at), isDark(left + at, top + 6)]).toEqual([true, true, true]);
      expect([isDark(left + 1, top + 1), isDark(left + 3, top + 3)]).toEqual([false, true]);
    }
    for (let at = 0; at < side; at += 1) expect([isDark(at, 3), isDark(3, at)]).toEqual([false, false]);
    expect((await portal.get(`/articles/${other}/qr.svg`)).text).not.toBe(text);
    const page = (await portal.get(`/articles/${one}?lang=en`)).text;
    expect(page).toContain(`src="/articles/${one}/qr.svg"`);
    expect(page).toContain(`service.weibo.com/share/share.php?url=${encodeURIComponent(`${portalUrl}/articles/${one}`)}&amp;title=To%20be%20shared%20%26%20%22quoted%22`);
  });

  it('goes with its article', async () => {
    const itemId = await portal.live();
    expect((await portal.get(`/articles/${itemId}/qr.svg`)).status).toBe(200);
    await portal.hold({ kind: 'item', itemId });
    expect((await portal.get(`/articles/${itemId}/qr.svg`)).status).toBe(451);
    for (const path of ['/articles/00000000-0000-7000-8000-000000000000/qr.svg', '/articles/x/qr.svg']) expect((await portal.get(path)).status).toBe(404);
  });
});
