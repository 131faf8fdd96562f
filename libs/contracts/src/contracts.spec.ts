import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { catalogue, contractOf } from './catalogue.js';
import { incompatibilities } from './compatibility.js';
import { outgoing } from './event.js';
import { renderEventsPage } from './events-page.js';
import { frozenFileOf } from './frozen.js';
import { jsonSchemaOf, type JsonSchema } from './json-schema.js';
import { topicDefinitions } from './topics.js';

const frozenOf = (contract: (typeof catalogue)[number]): JsonSchema =>
  JSON.parse(readFileSync(join(import.meta.dirname, frozenFileOf(contract)), 'utf8')) as JsonSchema;

describe.each(catalogue.map((contract) => [contract.type, contract] as const))('%s', (_type, contract) => {
  it('accepts its own sample', () => {
    expect(contract.schema.safeParse(contract.sample)).toMatchObject({ success: true });
  });

  it('is thin: its sample fits into 1 KiB', () => {
    expect(Buffer.byteLength(JSON.stringify(contract.sample))).toBeLessThanOrEqual(1024);
  });

  it('refuses the sample without any one of its fields', () => {
    for (const name of Object.keys(contract.sample)) {
      const { [name]: _left, ...rest } = contract.sample as Record<string, unknown>;
      expect({ name, ok: contract.schema.safeParse(rest).success }).toEqual({ name, ok: false });
    }
  });

  it('takes a field that a later producer adds', () => {
    expect(contract.schema.safeParse({ ...contract.sample, addedLater: true })).toMatchObject({ success: true });
  });

  it('goes to a topic that is declared', () => {
    expect(topicDefinitions.map((topic) => topic.name)).toContain(contract.topic);
  });

  it('is still what was frozen', () => {
    expect(incompatibilities(frozenOf(contract), jsonSchemaOf(contract))).toEqual([]);
  });
});

describe('the freeze', () => {
  const contract = contractOf('item.placed');
  if (!contract) throw new Error('item.placed is not in the catalogue');
  const frozen = jsonSchemaOf(contract);
  const properties = frozen['properties'] as Record<string, unknown>;

  it('sees a removed, a retyped, a newly required and a relaxed field', () => {
    const { storyId: _removed, ...others } = properties;
    expect(incompatibilities(frozen, { ...frozen, properties: others })).toEqual(['field "storyId" was removed']);
    expect(incompatibilities(frozen, { ...frozen, properties: { ...properties, revision: { type: 'string' } } })).toEqual(['field "revision" changed its schema']);
    const required = frozen['required'] as string[];
    expect(incompatibilities(frozen, { ...frozen, required: [...required, 'mood'] })).toHaveLength(1);
    expect(incompatibilities(frozen, { ...frozen, required: required.slice(1) })).toHaveLength(1);
  });

  it('lets an optional field be added', () => {
    expect(incompatibilities(frozen, { ...frozen, properties: { ...properties, mood: { type: 'string' } } })).toEqual([]);
  });
});

describe('an outgoing event', () => {
  it('takes its topic and key from the contract', () => {
    const contract = contractOf('item.placed');
    const sample = contract?.sample as never;
    expect(outgoing('item.placed', sample, { id: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968', time: '2026-11-24T08:31:02.140Z' })).toMatchObject({
      topic: 'wiredesk.placements.v1',
      key: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    });
  });

  it('is refused where its data does not fit', () => {
    expect(() => outgoing('item.placed', {} as never, { id: 'x', time: 'y' })).toThrow();
  });
});

describe('docs/events.md', () => {
  it('says what the contracts say', () => {
    expect(readFileSync(join(import.meta.dirname, '../../../docs/events.md'), 'utf8')).toBe(renderEventsPage());
  });
});
