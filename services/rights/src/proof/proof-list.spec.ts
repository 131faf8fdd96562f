import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const service = join(import.meta.dirname, '../..');
const rows = readFileSync(join(service, 'PROOF.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name, , proof] = /^\| ([IE]\d+) \| (.*?) \| (.*) \|$/.exec(line) ?? [];
    return name === undefined || proof === undefined ? [] : [{ name, proof, tests: [...proof.matchAll(/`([^`›]+) › ([^`]+)`/g)].map(([, file = '', title = '']) => ({ file, title })) }];
  });
/** Known to be open; this list only shrinks. */
const open = ['E12', 'E40', 'E50'];
const numbers = (kind: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${kind}${i + 1}`);

describe('the proof list', () => {
  it('names each of the 34 invariants and 57 edge cases once', () => {
    expect(rows.map(({ name }) => name)).toEqual([...numbers('I', 34), ...numbers('E', 57)]);
  });

  it('leaves open only what is known to be open', () => {
    expect(rows.filter(({ tests }) => tests.length === 0).map(({ name }) => name)).toEqual(open);
    expect(rows.filter(({ name }) => open.includes(name)).every(({ proof }) => proof.startsWith('open: '))).toBe(true);
  });

  it.each(rows.filter(({ tests }) => tests.length > 0).map(({ name, tests }) => [name, tests] as const))('%s is proved by tests that are there', (_name, tests) => {
    for (const { file, title } of tests) {
      const path = join(service, file);
      const text = existsSync(path) ? readFileSync(path, 'utf8').replaceAll("\\'", "'") : '';
      expect([file, text.includes(title) ? title : 'no such test']).toEqual([file, title]);
    }
  });
});
