import { screenOf, screens } from './screens.js';

describe('the screens', () => {
  it('have each a path and a letter of their own, and a title in both languages', () => {
    expect(new Set(screens.map(({ path }) => path)).size).toBe(screens.length);
    expect(new Set(screens.map(({ key }) => key)).size).toBe(screens.length);
    for (const { path, key, title } of screens) expect([path, /^[a-z]$/.test(key), title.en.length > 0, title.zh.length > 0]).toEqual([path, true, true, true]);
  });

  it('own what is below their path, and not what only begins alike', () => {
    expect(screenOf('/holds/123/lift')?.path).toBe('/holds');
    expect(screenOf('/holdsome')).toBeUndefined();
    expect(screenOf('/')?.path).toBe('/');
    expect(screenOf('/sign-in')).toBeUndefined();
  });

  it('leave a deeper path to the screen that names more of it', () => {
    const among = screens.slice(0, 1).flatMap((screen) => [{ ...screen, path: '/a' }, { ...screen, path: '/a/b' }]);
    expect([screenOf('/a/b/c', among)?.path, screenOf('/a/c', among)?.path]).toEqual(['/a/b', '/a']);
  });
});
