import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { corporaDir, describeWith, filesIn } from '../../test/support.js';
import type { JsonObject } from '../json/read-json.js';
import { versionOf, violationsOf } from './violations.js';

describe('violations of the schema of ninjs', () => {
  test.each([
    [{ uri: 'u', headline: 1 }, { major: 1, minor: 6 }, 'headline: '],
    [{ uri: 'u', body_html: 1 }, { major: 1, minor: 0 }, 'body_html: '],
    [{ uri: 'u', guid: 'x' }, { major: 1, minor: 6 }, 'guid'],
    [{ headline: 'h' }, { major: 1, minor: 6 }, 'uri: '],
    [{ uri: 'u', pubstatus: 'cancelled' }, { major: 1, minor: 6 }, 'pubstatus: '],
    [{ uri: 'u', associations: { a: { uri: 'v', type: 'x' } } }, { major: 1, minor: 6 }, 'associations.a.type: '],
    [{ uri: 'u', associations: [{ uri: 'v' }] }, { major: 2, minor: 2 }, 'associations.0.name: '],
    [{ uri: 'u', urgency: 10 }, { major: 3, minor: 1 }, 'urgency: '],
  ])('%j', (item, version, said) => {
    expect(violationsOf(item as JsonObject, version).join('; ')).toContain(said);
  });

  test.each([
    [{ uri: 'u', headline: 'h', body_any_thing: 't', associations: { a: { uri: 'v' } } }, { major: 1, minor: 0 }],
    [{ uri: 'u', headlines: [{ value: 'h' }], associations: [{ name: 'n', uri: 'v', renditions: [{ name: 'w' }] }] }, { major: 2, minor: 2 }],
    [{ uri: 'u', rightsInfo: { linkedRights: 'https://r.example/' }, digitalSourceType: { uri: 'x' } }, { major: 3, minor: 1 }],
  ])('%j has none', (item, version) => {
    expect(violationsOf(item as JsonObject, version)).toEqual([]);
  });

  test.each([
    [{ $standard: { version: '1.3' } }, '1.3'],
    [{ standard: { schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json' } }, '2.1'],
    [{ standard: { version: '3.9' } }, '3.1'],
    [{ versionCreated: 'x' }, '3.1'],
    [{ headlines: [] }, '2.2'],
    [{ headline: 'h' }, '1.6'],
  ])('the version of %j', (item, version) => {
    const found = versionOf(item as JsonObject);
    expect(`${found.major}.${found.minor}`).toBe(version);
  });
});

describeWith(join(corporaDir, 'iptc-ninjs'), 'IPTC\'s test suite of ninjs', 'CORPORA_DIR', () => {
  test('our verdict on each case is that of its folder', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const file of filesIn(join(corporaDir, 'iptc-ninjs/test_suite'), /[123]\.\d\/should_(?:pass|fail)\/.*\.json$/)) {
      const [, major, minor, wanted] = /(\d)\.(\d)\/should_(pass|fail)/.exec(file) ?? [];
      let value: unknown;
      try {
        value = JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        value = undefined;
      }
      const violations = value === undefined ? ['no JSON'] : violationsOf(value as JsonObject, { major: Number(major), minor: Number(minor) });
      count += 1;
      if ((violations.length === 0) !== (wanted === 'pass')) wrong.push(`${relative(join(corporaDir, 'iptc-ninjs/test_suite'), file)}: ${violations.join('; ') || 'no violation'}`);
    }
    expect(count).toBeGreaterThan(180);
    expect(wrong).toEqual([]);
  });
});
