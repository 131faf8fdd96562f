import { linksFrom } from './here.js';

describe('a link to the page that is shown', () => {
  const here = linksFrom('/audit?who=a%26b&cursor=7&lang=zh&done=1');

  it('keeps the filters, and neither the language that was asked for nor what was just done', () => {
    expect(here()).toBe('/audit?who=a%26b&cursor=7');
  });

  it('turns the page, and begins at the first one when a filter changes', () => {
    expect(here({ cursor: 9 })).toBe('/audit?who=a%26b&cursor=9');
    expect(here({ role: 'editor' })).toBe('/audit?who=a%26b&role=editor');
    expect(here({ lang: 'en' })).toBe('/audit?who=a%26b&cursor=7&lang=en');
  });

  it('takes away what is undefined or empty', () => {
    expect(here({ who: undefined, cursor: '' })).toBe('/audit');
    expect(linksFrom('/')({})).toBe('/');
  });
});
