import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exitCodes } from './exit-codes.js';
import { settingsFrom } from './settings.js';

describe('settings of the command', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wiredesk-cli-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('come from what npm start left in the folder, where the environment says nothing', () => {
    mkdirSync(join(folder, '.wiredesk', 'demo'), { recursive: true });
    writeFileSync(join(folder, '.wiredesk', 'admin-token'), 'from-the-file\n');
    writeFileSync(join(folder, '.wiredesk', 'demo', 'demo-key'), 'wdk_demo\n');
    const settings = settingsFrom({}, folder);
    expect([settings.adminToken(), settings.sourceKey('demo'), settings.urls.publish, settings.urls.console]).toEqual(['from-the-file', 'wdk_demo', 'http://localhost:8080', 'http://localhost:8090']);
  });

  it('of the environment go before', () => {
    mkdirSync(join(folder, '.wiredesk'));
    writeFileSync(join(folder, '.wiredesk', 'admin-token'), 'from-the-file');
    const settings = settingsFrom({ WIREDESK_TOKEN: 'given', PORTAL_PORT: '9000', INGEST_URL: 'https://ingest.example/', WIREDESK_SOURCE_KEY: 'of-env' }, folder);
    expect([settings.adminToken(), settings.urls.publish, settings.urls.ingest, settings.sourceKey('a'), settings.sourceKey('a', 'of-option')]).toEqual(['given', 'http://localhost:9000', 'https://ingest.example', 'of-env', 'of-option']);
  });

  it('that are missing are asked for only by what needs them', () => {
    const settings = settingsFrom({}, folder);
    expect(() => settings.adminToken()).toThrow(expect.objectContaining({ exitCode: exitCodes.usage, message: expect.stringContaining('WIREDESK_TOKEN') }));
    expect(() => settings.sourceKey('harbour')).toThrow(expect.objectContaining({ exitCode: exitCodes.usage, message: expect.stringContaining('wiredesk sources key harbour') }));
    expect(() => settingsFrom({ RIGHTS_URL: 'nonsense' }, folder)).toThrow('RIGHTS_URL is "nonsense"');
  });
});
