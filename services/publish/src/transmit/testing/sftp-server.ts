import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const fileMode = 0o100644;
const directoryMode = 0o040755;

/** A server that speaks SFTP over real SSH, with its files in memory. */
export class SftpServer {
  readonly files = new Map<string, Buffer>();
  private readonly directories = new Set(['/']);
  private readonly connections = new Set<Connection>();

  private constructor(
    private readonly server: ssh2.Server,
    readonly hostKey: string,
  ) {}

  static async listen(username: string, password: string): Promise<SftpServer> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'pkcs1', format: 'pem' } });
    const parsed = ssh2.utils.parseKey(privateKey);
    if (parsed instanceof Error) throw parsed;
    const server = new ssh2.Server({ hostKeys: [privateKey] });
    const made = new SftpServer(server, `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`);
    server.on('connection', (connection) => {
      made.connections.add(connection);
      connection.on('close', () => made.connections.delete(connection));
      connection.on('error', () => undefined);
      connection.on('authentication', (context) => (context.method === 'password' && context.username === username && context.password === password ? context.accept() : context.reject(['password'])));
      connection.on('ready', () => connection.on('session', (accept) => accept().on('sftp', (acceptSftp) => made.serve(acceptSftp()))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Contents by path. */
  current(): Record<string, string> {
    return Object.fromEntries([...this.files].map(([path, bytes]) => [path, bytes.toString('utf8')]));
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.end();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(sftp: SFTPWrapper): void {
    const open = new Map<number, { readonly path: string; bytes: Buffer }>();
    let handles = 0;
    const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`).replace(/\/\.(?=\/|$)/g, '') || '/';
    const stat = (id: number, path: string): void => {
      const [bytes, isDirectory] = [this.files.get(absolute(path)), this.directories.has(absolute(path))];
      if (!bytes && !isDirectory) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      sftp.attrs(id, { mode: isDirectory ? directoryMode : fileMode, uid: 0, gid: 0, size: bytes?.length ?? 0, atime: 0, mtime: 0 });
    };
    sftp.on('REALPATH', (id, path) => sftp.name(id, [{ filename: absolute(path), longname: absolute(path), attrs: { mode: directoryMode, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } }]));
    sftp.on('STAT', stat);
    sftp.on('LSTAT', stat);
    sftp.on('MKDIR', (id, path) => {
      this.directories.add(absolute(path));
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('OPEN', (id, path, flags) => {
      if ((flags & OPEN_MODE.WRITE) === 0) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE((handles += 1));
      open.set(handles, { path: absolute(path), bytes: Buffer.alloc(0) });
      sftp.handle(id, handle);
    });
    sftp.on('WRITE', (id, handle, offset, data) => {
      const file = open.get(handle.readUInt32BE());
      if (!file) return sftp.status(id, STATUS_CODE.FAILURE);
      file.bytes = Buffer.concat([file.bytes.subarray(0, offset), data]);
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS_CODE.OK));
    sftp.on('CLOSE', (id, handle) => {
      const file = open.get(handle.readUInt32BE());
      if (file) this.files.set(file.path, file.bytes);
      open.delete(handle.readUInt32BE());
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('RENAME', (id, from, to) => {
      const bytes = this.files.get(absolute(from));
      // Version 3 of the protocol does not replace what is there.
      if (!bytes || this.files.has(absolute(to))) return sftp.status(id, STATUS_CODE.FAILURE);
      this.files.set(absolute(to), bytes);
      this.files.delete(absolute(from));
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('REMOVE', (id, path) => sftp.status(id, this.files.delete(absolute(path)) ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE));
  }
}
