import { article, codes, items } from '../../test/support.js';

const one = (fields: object): string => JSON.stringify({ uri: 'urn:b:1', headline: 'Berth', body_html: '<p>It passed.</p>', ...fields });

describe('ninjs', () => {
  test('1.x', () => {
    const found = article(one({
      version: '3', versioncreated: '2021-12-14T08:00:00Z', firstcreated: '2021-12-13T08:00:00Z', pubstatus: 'usable', urgency: 3, language: 'en-GB', byline: 'By Ada Marsh', description_text: 'All tests.',
      subject: [{ code: '04000000', name: 'economy' }], infosource: [{ name: 'Origin Press' }], copyrightholder: 'Origin', copyrightnotice: '(c) Origin', usageterms: 'No archive.', slugline: 'BERTH', ednote: 'Adds quote',
      rightsinfo: { linkedrights: 'https://rights.example/1', encodedrights: '{}' }, expires: '2040-01-01T00:00:00Z',
    }));
    expect(found).toMatchObject({
      guid: 'urn:b:1', version: '3', title: 'Berth', abstract: 'All tests.', bodyHtml: '<p>It passed.</p>', byline: ['Ada Marsh'], credit: { name: 'Origin Press' }, language: 'en-GB', urgency: 3,
      published: { at: '2021-12-13T08:00:00.000Z' }, modified: '2021-12-14T08:00:00.000Z', expires: '2040-01-01T00:00:00.000Z', categories: [{ code: '04000000', name: 'economy' }],
      rights: { holder: 'Origin', notice: '(c) Origin', terms: 'No archive.', licenceUri: 'https://rights.example/1' }, unknown: { slugline: 'BERTH', ednote: 'Adds quote', rightsinfo: { encodedrights: '{}' } },
    });
  });

  test('2.x and 3.x: headlines, descriptions and bodies as lists, in either case', () => {
    const fields = {
      uri: 'urn:b:1', version: 2,
      headlines: [{ role: 'sub', value: 'Sub' }, { role: 'main', value: 'Main' }], descriptions: [{ value: 'All tests.' }],
      bodies: [{ role: 'x', contentType: 'text/plain', value: 'plain' }, { role: 'main', contentType: 'text/html', value: '<p>html</p>' }],
      subjects: [{ uri: 'http://cv.iptc.org/newscodes/mediatopic/04000000', name: 'economy' }],
      by: 'Ada Marsh',
    };
    for (const text of [JSON.stringify({ ...fields, versioncreated: '2021-12-14T08:00:00Z', digitalsourcetype: { uri: 'https://cv.example/ai' } }), JSON.stringify({ ...fields, versionCreated: '2021-12-14T08:00:00Z', digitalSourceType: { uri: 'https://cv.example/ai' } })]) {
      expect(article(text)).toMatchObject({ version: '2', title: 'Main', abstract: 'All tests.', bodyHtml: '<p>html</p>', modified: '2021-12-14T08:00:00.000Z', byline: ['Ada Marsh'], digitalSourceType: 'https://cv.example/ai', categories: [{ code: 'http://cv.iptc.org/newscodes/mediatopic/04000000', name: 'economy' }] });
    }
  });

  test('a body in NITF alone is read as NITF', () => {
    expect(article(JSON.stringify({ uri: 'u', title: 't', bodies: [{ contentType: 'application/nitf+xml', value: '<nitf><body><body.content><p>It <person>passed</person>.</p><hl2>More</hl2></body.content></body></nitf>' }] })).bodyHtml).toBe('<p>It passed.</p><h2>More</h2>');
  });

  test('a body in text is paragraphs, and its angle brackets are text', () => {
    expect(article(JSON.stringify({ uri: 'u', headline: 'h', body_text: 'a < b\n\nc' })).bodyHtml).toBe('<p>a &lt; b</p><p>c</p>');
  });

  test.each([
    [{ uri: 'a', guid: 'b', _id: 'c' }, 'a'],
    [{ guid: 'b', _id: 'c' }, 'b'],
    [{ _id: 'c', evolvedfrom: 'd' }, 'c'],
    [{ evolvedfrom: 'd' }, 'd'],
  ])('the id of %j', (fields, guid) => {
    expect(article(JSON.stringify({ headline: 'h', body_text: 't', ...fields })).guid).toBe(guid);
  });

  test.each([
    ['canceled', 'canceled'],
    ['cancelled', 'canceled'],
    ['stat:canceled', 'canceled'],
    ['withheld', 'withheld'],
  ])('pubstatus %s removes, even without a body', (pubstatus, reason) => {
    expect(items(JSON.stringify({ uri: 'urn:b:1', version: '4', versioncreated: '2021-12-14T08:00:00+0800', pubstatus }))).toEqual([{ kind: 'removal', guid: 'urn:b:1', version: '4', reason, at: '2021-12-14T00:00:00.000Z' }]);
  });

  test('a status that nobody knows is refused rather than published', () => {
    expect(items(one({ pubstatus: 'commissioned' }))).toMatchObject([{ kind: 'refused', guid: 'urn:b:1', reason: { code: 'status-unknown' } }]);
  });

  test.each([
    [{ embargoed: '2040-01-01T00:00:00Z' }, '2040-01-01T00:00:00.000Z', []],
    [{ embargoedUntil: '2040-01-01T08:00:00+08:00' }, '2040-01-01T00:00:00.000Z', []],
    [{ embargoed: 'next week' }, 'open', ['embargo-unreadable']],
    [{ pubstatus: 'embargoed' }, 'open', []],
    [{ embargoed: null }, undefined, []],
  ])('embargo %j', (fields, until, warnings) => {
    const found = article(one({ firstcreated: '2021-12-13T08:00:00Z', ...fields }));
    expect([found.embargo, codes(found.warnings).filter((code) => code !== 'schema-violation')]).toEqual([until, warnings]);
  });

  test('renditions and associations, as objects and as lists; each picture by its own status', () => {
    const renditions = { thumbnail: { href: 'https://m.example/t.jpg', width: 9000 }, original: { href: 'https://m.example/o.jpg', mimetype: 'image/jpeg', width: 800, height: 600 }, web: null };
    const picture = { uri: 'p1', type: 'picture', renditions, description_text: 'A crane', byline: 'Ada' };
    const expected = [{ url: 'https://m.example/o.jpg', type: 'image/jpeg', caption: 'A crane', credit: 'Ada', width: 800, height: 600 }];
    expect(article(one({ associations: { featuremedia: picture, gone: null } })).media).toEqual(expected);
    expect(article(one({ associations: [{ ...picture, renditions: [{ name: 'thumbnail', href: 'https://m.example/t.jpg' }, { ...renditions.original, name: 'main' }] }] })).media).toEqual(expected);
    const withdrawn = article(one({ associations: { featuremedia: { ...picture, pubstatus: 'canceled' } } }));
    expect(withdrawn.media).toEqual([]);
    expect(codes(withdrawn.warnings)).toContain('media-withdrawn');
  });

  test('a picture is an article that shows it', () => {
    expect(article(JSON.stringify({ uri: 'p1', type: 'picture', headline: 'Crane', description_text: 'A crane', renditions: { web: { href: 'https://m.example/o.jpg' } } })).media).toHaveLength(1);
  });

  test.each([
    [{ type: 'event', title: 't', eventDetails: {} }, 'no-article'],
    [{ type: 'planning', title: 't' }, 'no-article'],
    [{ headline: 'h', body_text: 't', signals: ['advisory'] }, 'advisory'],
    [{ headline: 'h' }, 'no-body'],
  ])('%j is no article', (fields, code) => {
    expect(items(JSON.stringify({ uri: 'u', ...fields }))).toMatchObject([{ kind: 'refused', guid: 'u', reason: { code } }]);
  });

  test('an array of items: each by itself', () => {
    expect(items(JSON.stringify([{ uri: 'a', headline: 'h', body_text: 't' }, { headline: 'no id' }, null, { uri: 'b', pubstatus: 'canceled' }])).map(({ kind }) => kind)).toEqual(['article', 'refused', 'refused', 'removal']);
  });
});

describe('what breaks the schema', () => {
  const broken = one({ urgency: 'high', custom: 1 });

  test('is read with a warning that says where', () => {
    const { warnings } = article(broken);
    expect(warnings.find(({ code }) => code === 'schema-violation')?.detail).toMatch(/the item breaks the schema of ninjs 1\.6: .*urgency.*custom/);
    expect(article(broken).unknown).toEqual({ custom: 1 });
  });

  test('is refused for a strict source; its removal never is', () => {
    expect(items(broken, { source: { strict: true } })).toMatchObject([{ kind: 'refused', guid: 'urn:b:1', reason: { code: 'schema-violation' } }]);
    expect(items(one({}), { source: { strict: true } })[0]?.kind).toBe('article');
    expect(items(one({ custom: 1, pubstatus: 'canceled' }), { source: { strict: true } })[0]?.kind).toBe('removal');
  });
});

describe('Superdesk', () => {
  const pushed = {
    guid: 'urn:newsml:localhost:2017-11-27T08:00:57:1', version: '2', type: 'text', pubstatus: 'usable', headline: 'Berth &amp; crane', body_html: '<p>It passed.</p>', versioncreated: '2017-11-27T08:00:57+0000', firstcreated: '2017-11-27T07:00:00+0000',
    service: [{ code: 'p', name: 'Ports' }], subject: [{ code: '04000000', name: 'economy' }], source: 'AAP', authors: [{ code: 'x', name: 'Ada Marsh', role: 'writer' }], priority: 6, urgency: 3, evolvedfrom: 'urn:earlier', profile: 'article', genre: [{ code: 'Article' }],
  };

  test('its dates without colon, services as categories, authors as objects, a rewrite keeps its origin', () => {
    expect(article(JSON.stringify(pushed))).toMatchObject({
      guid: pushed.guid, version: '2', title: 'Berth & crane', modified: '2017-11-27T08:00:57.000Z', published: { at: '2017-11-27T07:00:00.000Z' }, categories: [{ code: 'p', name: 'Ports' }, { code: '04000000', name: 'economy' }],
      credit: { name: 'AAP' }, byline: ['Ada Marsh'], urgency: 3, unknown: { evolvedfrom: 'urn:earlier', profile: 'article' },
    });
  });

  test('a footer that comes beside the body is not the body; a package is none', () => {
    expect(article(JSON.stringify({ ...pushed, body_footer: '<p>Call this number.</p>' }))).toMatchObject({ bodyHtml: '<p>It passed.</p>', unknown: { body_footer: '<p>Call this number.</p>' } });
    const { body_html: _body, ...bare } = pushed;
    expect(items(JSON.stringify({ ...bare, type: 'composite', associations: { main: { guid: 'urn:inner', type: 'text', headline: 'Inner', body_html: '<p>x</p>' } } }))).toMatchObject([{ kind: 'refused', reason: { code: 'no-article' } }]);
  });

  test('the wrappings of other APIs are taken off', () => {
    for (const wrapped of [{ data: { item: pushed } }, { item: pushed }, { specversion: '1.0', data: pushed }]) expect(article(JSON.stringify(wrapped)).guid).toBe(pushed.guid);
    expect(article(JSON.stringify({ ...pushed, item: { uri: 'urn:other' } })).guid).toBe(pushed.guid);
  });

  test('kill, takedown and unpublish', () => {
    expect(items(JSON.stringify({ ...pushed, version: '3', pubstatus: 'canceled', body_html: '' }))).toMatchObject([{ kind: 'removal', guid: pushed.guid, version: '3', reason: 'canceled' }]);
  });
});
