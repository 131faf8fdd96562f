import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, uuidv7, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

/** One for all replicas: the first that needs it makes it. */
const insert = `
insert into signing_key (id, private_key, public_key, created_at) values ($1, $2, $3, $4) on conflict do nothing`;
const select = 'select id, private_key, public_key, created_at from signing_key';

interface KeyRow {
  readonly id: string;
  readonly private_key: string;
  readonly public_key: string;
  readonly created_at: Date;
}

/** The pair of a deployment. `publicKey` is in the notation of Standard Webhooks: `whpk_` and the 32 bytes in base64. */
export interface SigningPair {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: string;
  readonly createdAt: Date;
}

const rawPublicBytes = 32;

const newPair = (): { privateKey: string; publicKey: string } => {
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  return { privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'), publicKey: `whpk_${spki.subarray(spki.length - rawPublicBytes).toString('base64')}` };
};

/** The Ed25519 key with which deliveries are signed beside each subscriber's secret. */
@Injectable()
export class SigningKey {
  private known: Promise<SigningPair> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Read once; a failed read is tried again by the next caller. */
  pair(): Promise<SigningPair> {
    this.known ??= this.readOrMake().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async readOrMake(): Promise<SigningPair> {
    const row = (await this.read()) ?? (await this.make());
    const privateKey = createPrivateKey({ key: Buffer.from(row.private_key, 'base64'), format: 'der', type: 'pkcs8' });
    return { id: row.id, privateKey, publicKey: row.public_key, createdAt: row.created_at };
  }

  private async read(): Promise<KeyRow | undefined> {
    return ((await this.dataSource.query(select)) as KeyRow[])[0];
  }

  private async make(): Promise<KeyRow> {
    const pair = newPair();
    await this.dataSource.query(insert, [uuidv7(), pair.privateKey, pair.publicKey, this.clock.now()]);
    const row = await this.read();
    if (!row) throw new Error('the signing key was written and cannot be read');
    return row;
  }
}
