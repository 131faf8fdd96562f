import { quickstartOf } from './quickstart.decide.js';

const url = 'http://ingest.example:8081';

describe('the calls of a source', () => {
  it('are in the format that it sent last, to its own address', () => {
    const [call, ...more] = quickstartOf({ id: 'harbour-wire', scheme: 'bearer', format: 'rss' }, url);
    expect(more).toEqual([]);
    expect(call).toMatchObject({ format: 'rss', call: expect.stringMatching(/curl -sS 'http:\/\/ingest\.example:8081\/v1\/sources\/harbour-wire\/items' -H "authorization: Bearer \$KEY"[^]*application\/rss\+xml/) as string });
    expect(call?.call).toContain('<guid>harbour-wire-4711</guid>');
  });

  it('show two formats to a source that sent nothing yet, and a file for what is too long to paste', () => {
    expect(quickstartOf({ id: 'a', scheme: 'bearer', format: null }, url).map(({ format }) => format)).toEqual(['ninjs', 'rss']);
    expect(quickstartOf({ id: 'a', scheme: 'bearer', format: 'newsml-g2' }, url)).toMatchObject([{ format: 'newsml-g2', call: expect.stringMatching(/^# article\.txt: one newsml-g2 document\ncurl/) as string }]);
  });

  it.each([
    ['standard-webhooks', /webhook-signature: v1,\$SIG/],
    ['superdesk', /x-superdesk-signature: sha1=\$SIG/],
    ['ed25519', /webhook-signature: v1a,\$SIG/],
  ] as const)('sign as %s does', (scheme, signature) => {
    const [call] = quickstartOf({ id: 'a', scheme, format: 'ninjs' }, url);
    expect(call?.call).toMatch(signature);
    expect(call?.call).not.toContain('Bearer');
  });
});
