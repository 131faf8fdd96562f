import { createHash } from 'node:crypto';
import { posix } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOG, Outgoing, type Log } from '@wiredesk/platform';
import type Client from 'ssh2-sftp-client';

import type { PublishConfig } from '../publish.config.js';
import { fileWorkOf } from './files.decide.js';
import { NotSent, type Document, type Parcel, type Sent } from './parcel.js';
import type { TransmitterSettings } from './settings.js';

type Settings = Extract<TransmitterSettings, { kind: 'sftp' }>;
/** Without callbacks of its own it writes to the console; its types do not know that it takes any. */
type QuietClient = new (name: string, callbacks: Readonly<Record<'error' | 'end' | 'close', (error?: Error) => void>>) => Client;

/** Puts articles as files on a subscriber's SFTP server, and takes them away again. A connection of its own each time. */
@Injectable()
export class SftpDrop {
  constructor(
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async send(settings: Settings, parcel: Parcel): Promise<Sent> {
    const { default: SftpClient } = (await import('ssh2-sftp-client')) as unknown as { default: QuietClient };
    const noted = (event: string) => (error?: Error): void => this.log.debug({ event, reason: error?.message }, 'an SFTP connection');
    const client = new SftpClient('wiredesk', { error: noted('error'), end: noted('end'), close: noted('close') });
    try {
      await client.connect({
        // The socket is ours, so that the address was checked; the name is not resolved again.
        sock: this.outgoing.connect(settings.host, settings.port),
        username: settings.username,
        ...(settings.password === undefined ? {} : { password: settings.password }),
        ...(settings.privateKey === undefined ? {} : { privateKey: settings.privateKey }),
        readyTimeout: this.config.DELIVERY_TIMEOUT_MS,
        hostVerifier: (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}` === settings.hostKey.replace(/=+$/, ''),
      });
      return await this.work(client, settings, parcel);
    } finally {
      await client.end();
    }
  }

  private async work(client: Client, settings: Settings, parcel: Parcel): Promise<Sent> {
    const work = fileWorkOf(parcel);
    const pathOf = (name: string): string => posix.join(settings.directory === '' ? '.' : settings.directory, name);
    if (work.kind === 'put') {
      for (const name of work.alsoDelete) await remove(client, pathOf(name));
      if (!parcel.mayStillGo()) throw new NotSent();
      await put(client, pathOf(work.name), work.document);
      return { status: 200, retryAfterMs: null, answer: `put ${pathOf(work.name)}` };
    }
    let removed = 0;
    for (const name of work.names) removed += await remove(client, pathOf(name));
    await put(client, pathOf(work.notice.name), work.notice.document);
    return { status: 200, retryAfterMs: null, answer: `${removed} files deleted and seen gone` };
  }
}

/** Beside its place first, then moved there: a reader sees the whole file or none. */
const put = async (client: Client, path: string, document: Document): Promise<void> => {
  const directory = posix.dirname(path);
  if (directory !== '.' && !(await client.exists(directory))) await client.mkdir(directory, true);
  const part = posix.join(directory, `.${posix.basename(path)}.part`);
  await client.put(Buffer.from(document.text, 'utf8'), part);
  if (await client.exists(path)) await client.delete(path);
  await client.rename(part, path);
};

/** Returns how many files went: of the file itself and of one that was being written when its writer died. */
const remove = async (client: Client, path: string): Promise<number> => {
  let count = 0;
  for (const each of [path, posix.join(posix.dirname(path), `.${posix.basename(path)}.part`)]) {
    if (!(await client.exists(each))) continue;
    await client.delete(each);
    if (await client.exists(each)) throw new Error(`${each} is still there after it was deleted`);
    count += 1;
  }
  return count;
};
