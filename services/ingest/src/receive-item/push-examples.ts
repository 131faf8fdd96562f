/** What can be pushed, by content type, as it is shown in the API description. */
export const pushExamples: Readonly<Record<string, { readonly schema: object; readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>> }>> = {
  'application/json': {
    schema: { type: 'object' },
    examples: {
      ninjs: { summary: 'ninjs (1 to 3), or what Superdesk sends', value: { uri: 'urn:harbour-wire:4711', version: '1', type: 'text', headline: 'The tide gate opens', body_html: '<p>The gate was opened at dawn, and forty boats went out on the ebb.</p>', language: 'en', versioncreated: '2026-11-24T08:30:00Z' } },
      kill: { summary: 'The same item, taken back', value: { uri: 'urn:harbour-wire:4711', version: '2', pubstatus: 'canceled' } },
    },
  },
  'application/feed+json': {
    schema: { type: 'object' },
    examples: { feed: { summary: 'JSON Feed', value: { version: 'https://jsonfeed.org/version/1.1', title: 'Harbour Wire', items: [{ id: 'hw-4711', url: 'https://harbour-wire.example/tide-gate', title: 'The tide gate opens', content_html: '<p>The gate was opened at dawn.</p>', date_published: '2026-11-24T08:30:00Z' }] } } },
  },
  'application/rss+xml': {
    schema: { type: 'string' },
    examples: { feed: { summary: 'RSS 2.0 (0.9x and 1.0 too)', value: '<rss version="2.0"><channel><title>Harbour Wire</title><link>https://harbour-wire.example/</link><item><guid>hw-4711</guid><title>The tide gate opens</title><description>The gate was opened at dawn.</description><pubDate>Tue, 24 Nov 2026 08:30:00 GMT</pubDate></item></channel></rss>' } },
  },
  'application/atom+xml': {
    schema: { type: 'string' },
    examples: {
      entry: { summary: 'An Atom entry, or a feed', value: '<entry xmlns="http://www.w3.org/2005/Atom"><id>hw-4711</id><title>The tide gate opens</title><updated>2026-11-24T08:30:00Z</updated><content type="html">&lt;p&gt;The gate was opened at dawn.&lt;/p&gt;</content></entry>' },
      deleted: { summary: 'A tombstone (RFC 6721)', value: '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="hw-4711" when="2026-11-24T09:10:00Z"/>' },
    },
  },
  'application/xml': {
    schema: { type: 'string' },
    examples: {
      g2: { summary: 'NewsML-G2; which XML it is, is found out from the root', value: '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:harbour-wire.example,2026:4711" version="1" standard="NewsML-G2" standardversion="2.33" conformance="power"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Harbour Wire"/><versionCreated>2026-11-24T08:30:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta><contentMeta><headline>The tide gate opens</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>The gate was opened at dawn.</p></body></html></inlineXML></contentSet></newsItem>' },
      nitf: { summary: 'NITF 3', value: '<nitf><head><docdata management-status="usable"><doc-id id-string="hw-4713" regsrc="HW"/><date.issue norm="20261124T081500Z"/></docdata></head><body><body.head><hedline><hl1>The lock is repaired</hl1></hedline></body.head><body.content><p>The lock at the inner basin works again after three weeks.</p></body.content></body></nitf>' },
      newsml1: { summary: 'NewsML 1.2', value: '<NewsML><NewsEnvelope/><NewsItem><Identification><NewsIdentifier><ProviderId>harbour-wire.example</ProviderId><DateId>20261124</DateId><NewsItemId>HW4714</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId></NewsIdentifier></Identification><NewsManagement><ThisRevisionCreated>20261124T081500Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines><HeadLine>The crane is painted</HeadLine></NewsLines><ContentItem><DataContent><p>The old crane at berth two was painted green over the weekend.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>' },
      rss1: { summary: 'RSS 1.0', value: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://harbour-wire.example/"><title>Harbour Wire</title><link>https://harbour-wire.example/</link></channel><item rdf:about="https://harbour-wire.example/4715"><title>The ferry is late</title><link>https://harbour-wire.example/4715</link><description>The morning ferry left an hour late because of fog.</description><dc:date>2026-11-24T08:15:00Z</dc:date></item></rdf:RDF>' },
    },
  },
  'text/html': {
    schema: { type: 'string' },
    examples: { page: { summary: 'A page, as readers see it', value: '<!doctype html><html lang="en"><head><title>The tide gate opens - Harbour Wire</title><link rel="canonical" href="https://harbour-wire.example/tide-gate"></head><body><article><h1>The tide gate opens</h1><p>The gate was opened at dawn, and forty boats went out on the ebb before the wind turned.</p></article></body></html>' } },
  },
};
