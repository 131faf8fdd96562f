import { lookup as dnsLookup } from 'node:dns';
import { connect as tcpConnect, isIP, Socket } from 'node:net';
import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';
import { Agent, request, type Dispatcher } from 'undici';

import { mayConnectTo } from './address-guard.js';

/** One call to a party outside. */
export interface OutgoingRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The whole call, all redirects included. Default 10,000. */
  readonly timeoutMs?: number;
  /** The answer's body at most; more is an error. Default 10 MiB. */
  readonly bytesMax?: number;
  /** Default 0: a redirect is an answer like any other. Each hop is checked like the first. */
  readonly redirectsMax?: number;
  /** Asked when the connection stands and nothing was written yet; false: nothing is, and the call is refused. */
  readonly mayStillGo?: () => boolean;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/** A call that was not made, or whose answer was not taken, and why. */
export class OutgoingRefused extends Error {
  readonly code = 'OUTGOING_REFUSED';
}

const callTimeoutMs = 10_000;
const answerBytesMax = 10 * 1024 * 1024;
const portsAllowed = new Set(['', '80', '443', '8080', '8443']);

/**
 * Calls to parties outside: subscribers, feeds, pictures. Private, loopback, link-local and other special addresses
 * are refused by name, by literal, behind a redirect and behind a changed DNS answer, because the check is made on
 * the address that is then connected to. The exceptions are exact `host:port` entries of OUTGOING_ALLOW.
 */
@Injectable()
export class Outgoing {
  private readonly guarded: Agent;
  private readonly open: Agent;
  private readonly allowed: ReadonlySet<string>;

  constructor(allow: readonly string[]) {
    this.allowed = new Set(allow.map((entry) => entry.toLowerCase()));
    const limits = { connections: 16, pipelining: 1, keepAliveTimeout: 10_000, maxResponseSize: -1 };
    this.guarded = new Agent({ ...limits, connect: { timeout: 5_000, lookup: guardedLookup } });
    this.open = new Agent({ ...limits, connect: { timeout: 5_000 } });
  }

  /** Makes the call. Throws OutgoingRefused for a target or an answer that is not allowed, or the socket's error. */
  async call(url: string, options: OutgoingRequest = {}): Promise<OutgoingResponse> {
    const signal = AbortSignal.timeout(options.timeoutMs ?? callTimeoutMs);
    let target = this.checked(url);
    let headers = { ...options.headers };
    for (let hop = 0; ; hop += 1) {
      const answer = await request(target, {
        method: options.method ?? 'GET',
        headers: options.mayStillGo && options.body !== undefined ? { ...headers, 'content-length': String(Buffer.byteLength(options.body)) } : headers,
        body: bodyOf(options),
        dispatcher: this.dispatcherOf(target),
        signal,
      });
      const location = answer.headers['location'];
      if (hop >= (options.redirectsMax ?? 0) || answer.statusCode < 300 || answer.statusCode > 399 || typeof location !== 'string') {
        return { status: answer.statusCode, headers: flat(answer.headers), body: await bounded(answer, options.bytesMax ?? answerBytesMax), url: target.href };
      }
      await answer.body.dump();
      const next = this.checked(new URL(location, target).href);
      if (next.host !== target.host) headers = withoutCredentials(headers);
      target = next;
    }
  }

  /** Throws OutgoingRefused, with the reason, for a URL that would never be called. What its name resolves to is checked by each call. */
  assertMayCall(url: string): void {
    this.checked(url);
  }

  /**
   * A TCP connection to a party outside that speaks something else than HTTP, on any port, under the same rules: the
   * address that is connected to is the one that was checked. A refusal is the socket's error.
   */
  connect(host: string, port: number): Socket {
    const isAllowed = this.allowed.has(`${host}:${port}`.toLowerCase());
    if (isAllowed) return tcpConnect({ host, port });
    if (isIP(host) !== 0 && !mayConnectTo(host)) return new Socket().destroy(new OutgoingRefused(`${host} is a private or special address`));
    return tcpConnect({ host, port, lookup: guardedLookup });
  }

  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.open.destroy()]);
  }

  /** The URL, if it may be called at all; names are checked again at connect. */
  private checked(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new OutgoingRefused(`not an http or https URL: ${text.slice(0, 200)}`);
    if (url.username || url.password) throw new OutgoingRefused('an URL with user name or password is not called');
    if (this.isAllowed(url)) return url;
    if (!portsAllowed.has(url.port)) throw new OutgoingRefused(`port ${url.port} is not called; allowed are 80, 443, 8080 and 8443`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !mayConnectTo(host)) throw new OutgoingRefused(`${host} is a private or special address`);
    return url;
  }

  private isAllowed(url: URL): boolean {
    return this.allowed.has(`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`.toLowerCase());
  }

  private dispatcherOf(url: URL): Dispatcher {
    return this.isAllowed(url) ? this.open : this.guarded;
  }
}

const guardedLookup: NonNullable<import('node:net').TcpNetConnectOpts['lookup']> = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [], 0);
    const refused = addresses.find((entry) => !mayConnectTo(entry.address));
    if (refused || addresses.length === 0) {
      return callback(new OutgoingRefused(`${hostname} resolves to ${refused?.address ?? 'nothing'}, a private or special address`), [], 0);
    }
    if (options.all) return callback(null, addresses, 0);
    const [first] = addresses;
    if (first) callback(null, first.address, first.family);
  });
};

/** As a generator the body is asked for when the connection stands, and its head is written with its first part. */
const bodyOf = ({ body, mayStillGo }: OutgoingRequest): Buffer | Readable | null => {
  if (body === undefined) return null;
  const bytes = Buffer.from(body as Uint8Array);
  return mayStillGo ? Readable.from(askedFirst(bytes, mayStillGo)) : bytes;
};

async function* askedFirst(bytes: Buffer, mayStillGo: () => boolean): AsyncGenerator<Buffer> {
  if (!mayStillGo()) throw new OutgoingRefused('what was to be sent may not go any more');
  yield bytes;
}

const withoutCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie|proxy-authorization)$/i.test(name)));

const flat = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

const bounded = async (answer: Dispatcher.ResponseData, bytesMax: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      answer.body.destroy();
      throw new OutgoingRefused(`the answer is larger than ${bytesMax} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
