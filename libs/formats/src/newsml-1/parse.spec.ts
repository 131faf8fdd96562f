import { article, items, read } from '../../test/support.js';

interface Parts {
  readonly status?: string;
  readonly management?: string;
  readonly lines?: string;
  readonly data?: string;
  readonly component?: string;
}

const newsMl = ({ status = 'Usable', management = '', lines = '', data = '<nitf><body><body.content><p>It passed.</p></body.content></body></nitf>', component }: Parts = {}): string =>
  `<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "http://127.0.0.1:1/NewsML.dtd"><NewsML Version="1.2"><NewsEnvelope/><NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>hw.example</ProviderId><DateId>20211213</DateId><NewsItemId>B1</NewsItemId><RevisionId PreviousRevision="2" Update="N">3</RevisionId><PublicIdentifier>urn:newsml:hw.example:20211213:B1:3</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20211213T083000+0800</FirstCreated><ThisRevisionCreated>20211214T080000Z</ThisRevisionCreated><Status FormalName="${status}"/><Urgency FormalName="4"/>${management}</NewsManagement>${component ?? `<NewsComponent><NewsLines><HeadLine>Berth three</HeadLine><ByLine>By Ada Marsh</ByLine><CopyrightLine>(c) Harbour</CopyrightLine><NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>Adds quote</NewsLineText></NewsLine>${lines}</NewsLines><AdministrativeMetadata><Provider><Party FormalName="HW"/></Provider></AdministrativeMetadata><DescriptiveMetadata><Language FormalName="en-GB"/><SubjectCode><Subject FormalName="04000000"/></SubjectCode><Property FormalName="Keyword" Value="ports"/></DescriptiveMetadata><ContentItem><DataContent>${data}</DataContent></ContentItem></NewsComponent>`}</NewsItem></NewsML>`;

describe('NewsML 1.x', () => {
  test('a text in base64 is read', () => {
    const component = `<NewsComponent><NewsLines><HeadLine>Berth three</HeadLine></NewsLines><ContentItem><Encoding Notation="Base64"><DataContent>${Buffer.from('<p>Größe.</p>').toString('base64')}</DataContent></Encoding></ContentItem></NewsComponent>`;
    expect(article(newsMl({ component })).bodyHtml).toBe('<p>Größe.</p>');
  });

  test('an article: identity without the revision, which is the version; advisory lines are notes', () => {
    expect(read(newsMl()).format).toBe('newsml-1');
    expect(article(newsMl())).toMatchObject({
      guid: 'urn:newsml:hw.example:20211213:B1', version: '3', title: 'Berth three', bodyHtml: '<p>It passed.</p>', byline: ['Ada Marsh'], credit: { name: 'HW' }, language: 'en-GB', urgency: 4,
      published: { at: '2021-12-13T00:30:00.000Z' }, modified: '2021-12-14T08:00:00.000Z', categories: [{ code: '04000000' }], keywords: ['ports'], rights: { notice: '(c) Harbour' }, unknown: { newsLines: { AdvisoryLine: 'Adds quote' } },
    });
  });

  test.each([
    ['<html><head><title>x</title></head><body><p>It passed.</p></body></html>', '<p>It passed.</p>'],
    ['a &lt; b\nc', '<p>a &lt; b</p><p>c</p>'],
    ['<![CDATA[<p>It passed.</p>]]>', '<p>It passed.</p>'],
    ['<p>It passed.</p><hl2>More</hl2>', '<p>It passed.</p><h2>More</h2>'],
  ])('content %s', (data, html) => {
    expect(article(newsMl({ data })).bodyHtml).toBe(html);
  });

  test('of several texts the longest is the story; of several sizes of a picture the largest', () => {
    const component =
      '<NewsComponent><NewsComponent><NewsLines><HeadLine>Berth three</HeadLine></NewsLines><ContentItem><DataContent><p>teaser</p></DataContent></ContentItem></NewsComponent><NewsComponent><ContentItem><DataContent><p>The whole of the story.</p></DataContent></ContentItem></NewsComponent><NewsComponent><ContentItem Href="https://m.example/s.jpg"><Characteristics><SizeInBytes>10</SizeInBytes></Characteristics></ContentItem><ContentItem Href="https://m.example/l.jpg"><MimeType FormalName="image/jpeg"/><Characteristics><SizeInBytes>90</SizeInBytes></Characteristics></ContentItem></NewsComponent></NewsComponent>';
    expect(article(newsMl({ component }))).toMatchObject({ title: 'Berth three', bodyText: 'The whole of the story.', media: [{ url: 'https://m.example/l.jpg', type: 'image/jpeg' }] });
  });

  test.each([
    ['Canceled', 'canceled'],
    ['Withheld', 'withheld'],
  ])('status %s', (status, reason) => {
    expect(items(newsMl({ status }))).toEqual([{ kind: 'removal', guid: 'urn:newsml:hw.example:20211213:B1', version: '3', reason, at: '2021-12-14T08:00:00.000Z' }]);
  });

  test('embargoed until the announced change of status, or without a known end', () => {
    expect(article(newsMl({ status: 'Embargoed' })).embargo).toBe('open');
    expect(article(newsMl({ status: 'Embargoed', management: '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20400101T080000+0800</DateAndTime></StatusWillChange>' })).embargo).toBe('2040-01-01T00:00:00.000Z');
  });

  test('an update without components is named as one', () => {
    expect(items(newsMl({ component: '<Update IdRef="x"/>' }))).toMatchObject([{ kind: 'refused', reason: { code: 'no-article' } }]);
  });
});
