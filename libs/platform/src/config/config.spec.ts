import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { baseConfig, ConfigError, loadConfig } from './config.js';

const token = 't'.repeat(24);
const good = {
  PORT: '8081',
  DATABASE_URL: 'postgres://ingest:secret@localhost/wiredesk',
  KAFKA_BROKERS: 'a:9092, b:9092',
  TOKENS: JSON.stringify([{ name: 'admin', roles: ['operator'], token }]),
};

describe('a configuration', () => {
  it('is one typed object', () => {
    expect(loadConfig('ingest', baseConfig, good)).toMatchObject({ PORT: 8081, HOST: '127.0.0.1', KAFKA_BROKERS: ['a:9092', 'b:9092'], OUTGOING_ALLOW: [] });
  });

  it('is refused with every problem at once, and without its secrets', () => {
    const bad = { PORT: 'many', TOKENS: '[{"name":"a","roles":["king"],"token":"shortsecret"}]', DATABASE_URL: '' };
    const attempt = (): unknown => loadConfig('ingest', baseConfig, bad);
    expect(attempt).toThrow(ConfigError);
    try {
      attempt();
    } catch (error) {
      const { message } = error as ConfigError;
      for (const name of ['PORT', 'TOKENS', 'DATABASE_URL is missing', 'KAFKA_BROKERS is missing']) expect(message).toContain(name);
      expect(message).not.toContain('shortsecret');
    }
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'url');
    writeFileSync(file, 'postgres://from-file/wiredesk\n');
    const { DATABASE_URL: _left, ...rest } = good;
    expect(loadConfig('ingest', baseConfig, { ...rest, DATABASE_URL_FILE: file }).DATABASE_URL).toBe('postgres://from-file/wiredesk');
  });

  it('names the file that it cannot read', () => {
    const { DATABASE_URL: _left, ...rest } = good;
    expect(() => loadConfig('ingest', baseConfig, { ...rest, DATABASE_URL_FILE: '/nowhere/url' })).toThrow(/DATABASE_URL_FILE: cannot read \/nowhere\/url/);
  });

  it('wants name and password of Kafka together', () => {
    expect(() => loadConfig('ingest', baseConfig, { ...good, KAFKA_SASL_USERNAME: 'ingest' })).toThrow(/belong together/);
    expect(loadConfig('ingest', baseConfig, { ...good, KAFKA_SASL_USERNAME: 'ingest', KAFKA_SASL_PASSWORD: 'p' })).toMatchObject({ KAFKA_SASL_MECHANISM: 'scram-sha-512' });
  });

  it('takes chaos in a test and nowhere else', () => {
    expect(() => loadConfig('ingest', baseConfig, { ...good, KAFKA_CHAOS: 'duplicate' })).toThrow(/KAFKA_CHAOS is for tests/);
    expect(() => loadConfig('ingest', baseConfig, { ...good, KAFKA_CHAOS: 'explode', WIREDESK_TEST: '1' })).toThrow(/KAFKA_CHAOS: is a list of/);
    expect(loadConfig('ingest', baseConfig, { ...good, KAFKA_CHAOS: 'duplicate, scramble', WIREDESK_TEST: '1' }).KAFKA_CHAOS).toEqual({ duplicate: true, reorder: 'within-keys' });
    expect(loadConfig('ingest', baseConfig, good).KAFKA_CHAOS).toBeUndefined();
  });

  it('believes proxies that are named, and no word that is none', () => {
    expect(loadConfig('ingest', baseConfig, { ...good, TRUSTED_PROXIES: 'uniquelocal, 10.1.0.0/16' }).TRUSTED_PROXIES).toEqual(['uniquelocal', '10.1.0.0/16']);
    expect(() => loadConfig('ingest', baseConfig, { ...good, TRUSTED_PROXIES: 'everybody' })).toThrow(/TRUSTED_PROXIES/);
  });
});
