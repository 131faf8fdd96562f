import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { rawPublicKey } from '../audit-log/note.js';
import type { RightsConfig } from '../rights.config.js';

/** A signature of Ed25519 (RFC 8032). */
export interface Signature {
  readonly algorithm: 'Ed25519';
  readonly keyId: string;
  /** Base64 of 64 bytes. */
  readonly value: string;
}

/** A key that signed something once, as it is published. */
export interface PublishedKey {
  readonly keyId: string;
  readonly algorithm: 'Ed25519';
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** Two replicas that start at once make one key. */
const lockKeys = `select pg_advisory_xact_lock(hashtext('signing-key'))`;
const selectOwn = 'select private_key from signing_key where private_key is not null order by created_at desc limit 1';
const insertKey = 'insert into signing_key (key_id, public_key, private_key, created_at) values ($1, $2, $3, $4) on conflict (key_id) do nothing';
const selectAll = 'select key_id as "keyId", public_key as "publicKey", created_at as "createdAt" from signing_key order by created_at desc limit 100';

const publicPem = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
const keyIdOf = (pem: string): string => createHash('sha256').update(createPublicKey(pem).export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);

/**
 * The key that signs certificates: the configured one, else one that is made once and kept in this service's schema.
 * Public halves are kept for ever, so that what an older key signed can still be verified.
 */
@Injectable()
export class SigningKeys {
  private own: Promise<{ key: KeyObject; keyId: string }> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async sign(text: string): Promise<Signature> {
    const { key, keyId } = await this.loaded();
    return { algorithm: 'Ed25519', keyId, value: sign(null, Buffer.from(text, 'utf8'), key).toString('base64') };
  }

  /** The signature as bytes, with the 32 bytes of the public key. */
  async signBytes(text: string): Promise<{ signature: Buffer; publicKey: Buffer }> {
    const { key } = await this.loaded();
    return { signature: sign(null, Buffer.from(text, 'utf8'), key), publicKey: rawPublicKey(createPublicKey(publicPem(key))) };
  }

  private loaded(): Promise<{ key: KeyObject; keyId: string }> {
    this.own ??= this.load().catch((error: unknown) => {
      this.own = undefined;
      throw error;
    });
    return this.own;
  }

  /** Every key that ever signed, the newest first. */
  async published(): Promise<PublishedKey[]> {
    await this.loaded();
    const rows = (await this.dataSource.query(selectAll)) as { keyId: string; publicKey: string; createdAt: Date }[];
    return rows.map((row) => ({ ...row, algorithm: 'Ed25519', createdAt: row.createdAt.toISOString() }));
  }

  private load(): Promise<{ key: KeyObject; keyId: string }> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query(lockKeys);
      const [kept] = (await tx.query(selectOwn)) as { private_key: string }[];
      const configured = this.config.SIGNING_KEY;
      const pem = configured ?? kept?.private_key ?? (generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
      const key = createPrivateKey(pem);
      if (key.asymmetricKeyType !== 'ed25519') throw new Error(`SIGNING_KEY is of type ${key.asymmetricKeyType}, not ed25519`);
      const keyId = keyIdOf(publicPem(key));
      await tx.query(insertKey, [keyId, publicPem(key), configured === undefined ? pem : null, this.clock.now()]);
      return { key, keyId };
    });
  }
}
