import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const workspace = resolve(import.meta.dirname, '../../..');

describe('docs/configuration.md', () => {
  it('is as the schemas of the services write it; if not: npm run build && npm run docs', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(workspace, 'deploy/write-configuration.mjs'), '--check'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'docs/configuration.md is current\n', stderr: '' });
  });
});
