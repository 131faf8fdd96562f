import { plainName } from './multipart.js';

describe('the name of a file', () => {
  it.each([
    ['C:\\Users\\ada\\proof.pdf', 'proof.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['证据 1.png', '证据 1.png'],
    ['a"; filename="evil.html', 'a filename=evil.html'],
    ['x\r\nset-cookie: a=b', 'xset-cookie a=b'],
    ['gpj.\u202eexe', 'gpj.exe'],
    ['..', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (given, wanted) => {
    expect(plainName(given)).toBe(wanted);
  });

  it('is never longer than 120 characters', () => {
    expect(plainName('a'.repeat(500))).toHaveLength(120);
  });
});
