import { GivenIngest } from '../testing/given-ingest.js';
import { pushExamples } from './push-examples.js';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string; readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>> } }>>>>;
}

describe('the API description', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  it('has an example of each format, and each example is accepted as it stands', async () => {
    const { paths } = (await given.call('GET', '/openapi.json')).json as OpenApi;
    const content = paths['/v1/sources/{id}/items']?.['post']?.requestBody?.content ?? {};
    expect(Object.keys(content)).toEqual(Object.keys(pushExamples));
    const outcomes: [string, string, string | undefined][] = [];
    for (const [type, { examples = {} }] of Object.entries(content)) {
      const source = await given.source();
      for (const [name, { value }] of Object.entries(examples)) {
        const { items } = await given.accepted(source, typeof value === 'string' ? value : JSON.stringify(value), { 'content-type': type });
        outcomes.push([type, name, items[0]?.outcome]);
      }
    }
    expect(outcomes).toEqual([
      ['application/json', 'ninjs', 'new'], ['application/json', 'kill', 'withdrawn'], ['application/feed+json', 'feed', 'new'], ['application/rss+xml', 'feed', 'new'],
      ['application/atom+xml', 'entry', 'new'], ['application/atom+xml', 'deleted', 'withdrawn'], ['application/xml', 'g2', 'new'], ['application/xml', 'nitf', 'new'], ['application/xml', 'newsml1', 'new'], ['application/xml', 'rss1', 'new'], ['text/html', 'page', 'new'],
    ]);
  });

  it('says of every call what it does', async () => {
    const { paths } = (await given.call('GET', '/openapi.json')).json as OpenApi;
    const silent = Object.entries(paths)
      .filter(([path]) => !path.startsWith('/v1/dead-letters')) // of the platform
      .flatMap(([path, calls]) => Object.entries(calls).filter(([, call]) => !call.summary).map(([method]) => `${method} ${path}`));
    expect(silent).toEqual([]);
    expect(Object.keys(paths).length).toBeGreaterThan(20);
  });
});
