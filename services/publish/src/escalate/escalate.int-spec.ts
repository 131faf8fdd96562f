import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import { eventually } from '@wiredesk/testing';

import { GivenPublish, titleOf } from '../testing/given-publish.js';

/** A mail server that speaks as much SMTP (RFC 5321) as a client needs, and keeps what it is given. */
class MailServer {
  readonly mails: { to: string[]; text: string }[] = [];
  /** Refuses the next so many. */
  refuse = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async listen(): Promise<MailServer> {
    const made = new MailServer(createServer());
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let [to, text, isData, rest] = [[] as string[], '', false, ''];
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (isData) {
          if (line !== '.') text += `${line}\n`;
          else {
            isData = false;
            if (this.refuse > 0) this.refuse -= 1;
            else this.mails.push({ to, text });
            [to, text] = [[], ''];
            socket.write('250 taken\r\n');
          }
        } else if (/^RCPT TO:/i.test(line)) {
          to.push(/<([^>]+)>/.exec(line)?.[1] ?? '');
          socket.write(this.refuse > 0 ? '451 later\r\n' : '250 ok\r\n');
          if (this.refuse > 0) [this.refuse, to] = [this.refuse - 1, []];
        } else if (/^DATA/i.test(line)) {
          isData = true;
          socket.write('354 go on\r\n');
        } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
    socket.on('error', () => undefined);
  }
}

describe('what people are told', () => {
  let given: GivenPublish;
  let mail: MailServer;
  beforeAll(async () => {
    mail = await MailServer.listen();
    given = await GivenPublish.start({ environment: { SMTP_URL: mail.url, ESCALATION_MAIL_TO: 'desk@portal.example', REMOVAL_RESPOND_HOURS: '0.001', PORTAL_PUBLIC_URL: 'https://portal.example' } });
  }, 60_000);
  afterAll(async () => {
    await given.close();
    await mail.close();
  });

  it('is that removals are overdue, once for all of a hold, until they are acknowledged; and that a subscriber was disabled', async () => {
    const { id } = await given.subscriber(0, { contact: 'wire@daily.example', filter: { sources: ['told'] } });
    const ids = await given.live(3, { sourceId: 'told' });
    await eventually(() => expect(new Set(given.sink().taken.map(({ data }) => data.itemId)).size).toBe(3));
    const hold = given.hold({ kind: 'source', sourceId: 'told' });
    await hold.place();
    await eventually(() => expect(mail.mails).toHaveLength(1), { withinMs: 60_000 });
    const [letter] = mail.mails;
    expect(letter?.to).toEqual(['wire@daily.example', 'desk@portal.example']);
    for (const itemId of ids) expect(letter?.text).not.toContain(titleOf(itemId));
    const listed = async () => ((await given.call('GET', '/v1/escalations')).json as { escalations: { subscriberId: string; kind: string; holdId: string | null; open: boolean; mailedAt: string | null }[] }).escalations;
    await eventually(async () => expect(await listed()).toEqual([expect.objectContaining({ subscriberId: id, kind: 'removals-overdue', holdId: hold.holdId, open: true, mailedAt: expect.any(String) as string })]));
    const removals = () => given.sink().taken.filter(({ type }) => type === 'article.taken_down');
    await eventually(() => expect(new Set(removals().map(({ data }) => data.itemId)).size).toBe(3));
    for (const { data } of removals()) given.acknowledge(data.ackUrl ?? '', 1);
    await eventually(async () => expect(await listed()).toMatchObject([{ open: false }]), { withinMs: 30_000 });

    given.sink().answer = () => ({ status: 410 });
    await given.call('POST', `/v1/subscribers/${id}/test-events`);
    await eventually(() => expect(mail.mails).toHaveLength(2), { withinMs: 30_000 });
    expect(mail.mails[1]?.text).toContain('410 Gone');
    expect(await listed()).toMatchObject([{ kind: 'disabled', open: true }, { open: false }]);
  }, 120_000);
});
