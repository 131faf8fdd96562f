import { bodyWithOwnPictures, pictureName, picturePath, picturesByName, withOwnPictures } from './own-pictures.js';

const itemId = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';
const url = 'https://up.example/p.jpg?a=1&b=2';

describe('the pictures of an article', () => {
  it('are named by where they came from, sound and films are none', () => {
    const named = picturesByName({ media: [{ url }, { url: 'https://up.example/f.mp4', type: 'video/mp4' }, { url: 'data:image/png;base64,x' }], bodyHtml: '<p><img src="https://up.example/in-text.jpg" alt="" /></p>' });
    expect([...named]).toEqual([url, 'https://up.example/in-text.jpg'].map((one) => [pictureName(one), one]));
    expect(pictureName('https://up.example/q.jpg')).not.toBe(pictureName(url));
  });

  it('stand in its text under our address, with all else as it was', () => {
    const body = `<p>One</p><figure><img src="https://up.example/p.jpg?a=1&amp;b=2" alt="src=&quot;x&quot;" loading="lazy" /></figure><p><a href="https://up.example/p.jpg" rel="nofollow noopener">it</a></p>`;
    expect(bodyWithOwnPictures(body, itemId)).toBe(body.replace('https://up.example/p.jpg?a=1&amp;b=2', picturePath(itemId, url)));
  });

  it('lead and follow under our address, whole where they are read elsewhere', () => {
    const view = { itemId, bodyHtml: '', lead: { url, caption: 'c' }, gallery: [{ url: 'https://up.example/2.jpg' }] };
    expect(withOwnPictures(view, 'https://news.example').lead).toEqual({ url: `https://news.example${picturePath(itemId, url)}`, caption: 'c' });
    expect(withOwnPictures(view, '').gallery).toEqual([{ url: picturePath(itemId, 'https://up.example/2.jpg') }]);
  });
});
