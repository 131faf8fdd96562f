import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A mail server that keeps what it is given; while `refuses`, it refuses every recipient. */
export class GivenMailServer {
  readonly messages: string[] = [];
  refuses = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<GivenMailServer> {
    const server = createServer();
    const given = new GivenMailServer(server);
    server.on('connection', (socket) => given.talk(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return given;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}?ignoreTLS=true`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    let [text, body] = ['', undefined as string | undefined];
    socket.on('error', () => socket.destroy());
    socket.write('220 given\r\n');
    socket.on('data', (data) => {
      text += data.toString('utf8');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (body === undefined) {
          if (/^DATA/i.test(line)) body = '';
          socket.write(this.answerTo(line));
          if (/^QUIT/i.test(line)) socket.end();
        } else if (line === '.') {
          this.messages.push(body);
          body = undefined;
          socket.write('250 kept\r\n');
        } else body += `${line}\n`;
      }
    });
  }

  private answerTo(line: string): string {
    if (/^DATA/i.test(line)) return '354 go on\r\n';
    if (/^RCPT/i.test(line) && this.refuses) return '451 not now\r\n';
    return /^EHLO/i.test(line) ? '250 given\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
  }
}
