import { diagnose, type Measured } from './decide.js';

const fine: Measured = {
  java: 'openjdk version "17.0.15" 2025-04-15',
  maven: 'Apache Maven 3.8.7',
  jarsAreThere: false,
  node: '24.21.0',
  memoryTotalMiB: 8_000,
  memoryFreeMiB: 4_000,
  diskFreeMiB: 50_000,
  clockOffMs: 3,
  certificates: [{ host: 'news.example', daysLeft: 60 }],
  ports: [{ port: 8080, name: 'publish', variable: 'PORTAL_PORT', listens: true, isOurs: true }],
};

const notOk = (change: Partial<Measured>): string[] => diagnose({ ...fine, ...change }).filter(({ state }) => state !== 'ok').map(({ check, state, detail }) => `${check} ${state}: ${detail}`);

describe('the doctor', () => {
  it('finds nothing on a machine that is fine', () => {
    expect(notOk({})).toEqual([]);
  });

  it.each<[string, Partial<Measured>, string]>([
    ['no Java', { java: null }, 'java problem: missing'],
    ['Java 8, which calls itself 1.8', { java: 'java version "1.8.0_402"' }, 'java problem: version 8 is too old'],
    ['no Maven and no jars', { maven: null }, 'maven problem: missing'],
    ['an old Node', { node: '20.20.2' }, 'node warning: 20.20.2'],
    ['little memory', { memoryTotalMiB: 1_024 }, 'memory problem:'],
    ['memory in use', { memoryFreeMiB: 200 }, 'memory warning:'],
    ['a full disk', { diskFreeMiB: 300 }, 'disk problem:'],
    ['a clock that is slow', { clockOffMs: -90_000 }, 'clock problem: -90000 ms'],
    ['a certificate that nobody renewed', { certificates: [{ host: 'news.example', daysLeft: 9 }] }, 'certificate news.example warning: 9 days left'],
    ['a certificate that has ended', { certificates: [{ host: 'news.example', daysLeft: -2 }] }, 'certificate news.example problem: ended 2 days ago'],
    ['a port of somebody else', { ports: [{ port: 8082, name: 'rights', variable: 'RIGHTS_PORT', listens: true, isOurs: false }] }, 'port 8082 problem: something else listens where rights should: end it, or set RIGHTS_PORT'],
  ])('says so: %s', (_, change, sentence) => {
    expect(notOk(change)).toEqual([expect.stringContaining(sentence)]);
  });

  it('does not ask for Maven where the jars are there', () => {
    expect(notOk({ maven: null, jarsAreThere: true })).toEqual([]);
  });
});
