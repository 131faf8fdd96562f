import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** What a checkpoint says: how large the log is, and the root of its tree. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const ed25519 = 0x01;

/** The 32 bytes of an Ed25519 public key. */
export const rawPublicKey = (key: KeyObject): Buffer => Buffer.from((createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }) as { x: string }).x, 'base64url');

/** Four bytes by which a signature names its key (C2SP signed-note). */
export const noteKeyId = (name: string, publicKey: Buffer): Buffer => createHash('sha256').update(`${name}\n`).update(Buffer.of(ed25519)).update(publicKey).digest().subarray(0, 4);

/** A verifier key as tools of transparency logs take it: name+id+key. */
export const verifierKey = (name: string, publicKey: Buffer): string => `${name}+${noteKeyId(name, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString('base64')}`;

/** The text of a checkpoint that is signed (C2SP tlog-checkpoint): origin, size, root, each on a line. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A signed note: the text, an empty line, and one line per signature. */
export const signedNote = (text: string, name: string, publicKey: Buffer, signature: Buffer): string =>
  `${text}\n— ${name} ${Buffer.concat([noteKeyId(name, publicKey), signature]).toString('base64')}\n`;

/**
 * Reads a signed checkpoint and checks a signature of `name` on it against the public key. Undefined where it is none,
 * or none of that key's.
 */
export const openNote = (note: string, name: string, publicKey: KeyObject): Checkpoint | undefined => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const text = note.slice(0, end + 1);
  const id = noteKeyId(name, rawPublicKey(publicKey));
  const signed = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [, signer, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = Buffer.from(encoded ?? '', 'base64');
      return signer === name && bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), publicKey, bytes.subarray(4));
    });
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (!signed || !/^\d+$/.test(size)) return undefined;
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
};

/** Reads a verifier key (name+id+key). Throws where it is none of Ed25519, or its id is not its own. */
export const readVerifierKey = (text: string): { name: string; key: KeyObject } => {
  const [, name = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  const raw = bytes.subarray(1);
  if (bytes[0] !== ed25519 || raw.length !== 32 || noteKeyId(name, raw).toString('hex') !== id) throw new Error(`"${text.trim().slice(0, 120)}" is no verifier key of Ed25519`);
  return { name, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }) };
};
