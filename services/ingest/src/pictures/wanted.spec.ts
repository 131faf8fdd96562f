import { assetNamesOf, fetchAgainAfterSeconds, pictureUrls } from './wanted.decide.js';

describe('pictures worth fetching', () => {
  it('are those of the web, each once, twenty at most', () => {
    const url = 'https://a.example/1.jpg';
    expect(pictureUrls([{ url }, { url, caption: 'again' }, { url: 'ftp://a.example/2.jpg' }, { url: 'data:image/png;base64,AA' }, { url: 'https://a.example/f.mp4', type: 'video/mp4' }, { url: 'https://a.example/x', type: 'application/octet-stream' }])).toEqual([url, 'https://a.example/x']);
    expect(pictureUrls(Array.from({ length: 30 }, (_, i) => ({ url: `https://a.example/${i}` })))).toHaveLength(20);
  });

  it('may have come from the same Superdesk before, under the name in their address', () => {
    expect(assetNamesOf('https://sd.example/api/upload-raw/5f3c.jpg?x=1')).toEqual(['5f3c.jpg', '5f3c']);
    expect(assetNamesOf('https://sd.example/')).toEqual([]);
  });

  it('are tried five times, then given up', () => {
    expect([1, 2, 3, 4, 5, 6].map(fetchAgainAfterSeconds)).toEqual([30, 120, 600, 3_600, 21_600, null]);
  });
});
