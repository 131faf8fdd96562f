import { safePath } from './safe-path.js';

it('goes back to a path of this console and nowhere else', () => {
  expect(['/audit?who=a', '/', '//evil.example', '/\\evil.example', 'https://evil.example', 'evil', '', '/a\r\nset-cookie: x', '/\t/evil.example'].map(safePath)).toEqual(['/audit?who=a', '/', '/', '/', '/', '/', '/', '/', '/']);
});
