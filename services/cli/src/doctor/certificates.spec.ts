import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { certificateOf } from './certificates.js';

const dayMs = 86_400_000;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('the certificate of an address', () => {
  (hasOpenssl ? it : it.skip)(`ends in so many days${hasOpenssl ? '' : ' (skipped: no openssl in the PATH)'}`, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'certificate-'));
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    expect(spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '30', '-subj', '/CN=localhost']).status).toBe(0);
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(`https://127.0.0.1:${(server.address() as { port: number }).port}`);
    const now = Date.now();
    expect((await certificateOf(url, now))?.daysLeft).toBeGreaterThanOrEqual(29);
    expect((await certificateOf(url, now + 31 * dayMs))?.daysLeft).toBeLessThan(0);
    server.close();
    rmSync(dir, { recursive: true });
  });

  it('is none where nobody answers', async () => {
    expect(await certificateOf(new URL('https://127.0.0.1:1'), Date.now())).toBeUndefined();
  });
});
