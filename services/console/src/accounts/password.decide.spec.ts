import { passwordFault } from './password.decide.js';

describe('a new password', () => {
  const fault = (password: string, again = password): string | undefined => passwordFault(password, again, 'li.na@paper.example');

  it.each(['correct horse battery staple', '七个汉字也可以做成口令吗朋友', '3141592653589x', 'lina-walks-home-at-noon'])('%s is taken', (password) => {
    expect(fault(password)).toBeUndefined();
  });

  it.each([
    ['eleven char', 'short'],
    ['a'.repeat(201), 'long'],
    ['abababababababab', 'repeats'],
    ['Password-2026!', 'known'],
    ['wiredesk12345', 'known'],
    ['li.na.2026.11', 'known'],
    ['Lina-Lina-1234!', 'known'],
  ])('%s is %s', (password, expected) => {
    expect(passwordFault(password, password, password.startsWith('Lina') ? 'lina@paper.example' : 'li.na@paper.example')).toBe(expected);
  });

  it('has to be typed twice alike, and its length is counted in characters', () => {
    expect(fault('correct horse battery', 'correct horse batterx')).toBe('differs');
    expect(fault('😀😁😂🤣😃😄😅😆😉😊😋')).toBe('short');
    expect(fault('😀😁😂🤣😃😄😅😆😉😊😋😎')).toBeUndefined();
  });
});
