import { generateKeyPairSync, sign } from 'node:crypto';

import { inclusionPath, leafHash, tileWidth, treeRoot } from '../audit/log-proof.js';
import type { ServedAnswer } from './serve.js';

/** A log as rights publishes it (C2SP tlog-tiles under /audit), of `size` entries. `changed`: entries that are shown otherwise than they were entered. */
export const servedLog = (size: number, changed: ReadonlyMap<number, string> = new Map()): ((path: string) => ServedAnswer | undefined) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const name = 'rights.example/audit';
  const raw = Buffer.from((publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url');
  const entries = Array.from({ length: size }, (_, index) => JSON.stringify({ v: 1, id: `entry-${index}`, at: '2026-11-24T08:31:02.117Z', kind: index % 2 ? 'hold' : 'case', type: index % 2 ? 'placed' : 'notice-received', actor: index % 2 ? 'officer' : 'claimant', index }));
  const leaves = entries.map(leafHash);
  const text = `${name}\n${size}\n${treeRoot(leaves).toString('base64')}\n`;
  const shown = entries.map((entry, index) => changed.get(index) ?? entry);
  const tile = (n: number): string =>
    Buffer.concat(shown.slice(n * tileWidth, (n + 1) * tileWidth).flatMap((entry) => [Buffer.of(Buffer.byteLength(entry) >> 8, Buffer.byteLength(entry) & 255), Buffer.from(entry)])).toString('latin1');
  return (path) => {
    const [place = '', query = ''] = path.split('?');
    const index = Number(new URLSearchParams(query).get('id')?.replace('entry-', ''));
    if (place === '/audit/checkpoint') return size === 0 ? { status: 404, body: '{}' } : { status: 200, body: `${text}\n— ${name} ${Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n` };
    if (place === '/audit/key') return { status: 200, body: `${name}+00000000+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}\n` };
    if (place === '/audit/inclusion') return { status: 200, body: JSON.stringify({ proof: inclusionPath(index, leaves).map((hash) => hash.toString('base64')) }) };
    const n = /^\/audit\/tile\/entries\/(\d{3})(\.p\/\d+)?$/.exec(place)?.[1];
    return n === undefined ? undefined : { status: 200, body: tile(Number(n)) };
  };
};
