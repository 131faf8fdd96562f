import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** What a session cookie carries: the token that its holder signed in with. */
export interface Session {
  readonly token: string;
  readonly endsAtMs: number;
}

const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals sessions into cookies (AES-256-GCM): the console keeps no table of them, every replica reads those of the
 * others, and what is done with a session is done with its holder's own token, so that the services decide and note it.
 */
export class SessionSeal {
  private readonly key: Buffer;

  /** `secret`: something that all replicas share and nobody outside has. */
  constructor(secret: string) {
    this.key = createHash('sha256').update('wiredesk console session').update(secret).digest();
  }

  seal(session: Session): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Undefined for what was not sealed here, was changed, or is over. */
  open(text: string, nowMs: number): Session | undefined {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= ivBytes + tagBytes) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const session = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')) as Session;
      return session.endsAtMs > nowMs ? session : undefined;
    } catch {
      // Not ours: the same as no session.
      return undefined;
    }
  }
}
