import { setTimeout as sleep } from 'node:timers/promises';

/** Where the services of the product under test answer, and who we are to them. */
export interface Product {
  readonly publish: string;
  readonly ingest: string;
  readonly rights: string;
  readonly dedupe: string;
  readonly console: string;
  readonly adminToken: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface PushedItem {
  readonly guid: string;
  readonly itemId: string;
  readonly outcome: string;
}

export interface Pushed {
  readonly receipt: { readonly id: string; readonly url: string };
  readonly items: readonly PushedItem[];
}

export interface TakedownAnswer {
  readonly case: { readonly number: string; readonly url: string; readonly token: string };
  readonly targets: readonly { readonly state: string; readonly holdId?: string | null }[];
}

const callTimeoutMs = 15_000;

/** One HTTP call; never follows a redirect, never throws for a status. */
export const call = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(callTimeoutMs), ...init });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

const json = <T>(answer: Answer, wanted: number): T => {
  if (answer.status !== wanted) throw new Error(`expected ${wanted}, got ${answer.status}: ${answer.text.slice(0, 600)}`);
  return JSON.parse(answer.text) as T;
};

/** Repeats `attempt` until it does not throw; the last error after `withinMs`. */
export const eventually = async <T>(attempt: () => Promise<T>, withinMs = 20_000): Promise<T> => {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    }
  }
};

/** What somebody outside can do with the product. */
export class Client {
  constructor(readonly product: Product) {}

  private admin(body?: unknown, method = 'POST'): RequestInit {
    return {
      method,
      headers: { authorization: `Bearer ${this.product.adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  }

  /** Creates a source with a grant for everything and returns its key. */
  async createSource(id: string, extra: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await call(`${this.product.ingest}/v1/sources`, this.admin({ id, name: `Source ${id}`, ...extra }));
    return json<{ key: string }>(answer, 201).key;
  }

  push(source: string, key: string, body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<Answer> {
    return call(`${this.product.ingest}/v1/sources/${source}/items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
      body,
    });
  }

  /** Pushes one article as ninjs and returns its id. Throws unless it was answered 202. */
  async pushArticle(source: string, key: string, article: NinjsArticle): Promise<PushedItem> {
    const answer = await this.push(source, key, JSON.stringify(article), 'application/json');
    const [item] = json<Pushed>(answer, 202).items;
    if (!item) throw new Error(`no item in ${answer.text}`);
    return item;
  }

  article(itemId: string, accept = 'text/html'): Promise<Answer> {
    return call(`${this.product.publish}/articles/${itemId}`, { headers: { accept } });
  }

  publish(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return call(`${this.product.publish}${path}`, { headers });
  }

  async receipt(id: string): Promise<unknown> {
    return json(await call(`${this.product.ingest}/v1/receipts/${id}`, { headers: { authorization: `Bearer ${this.product.adminToken}`, accept: 'application/json' } }), 200);
  }

  /** A complete notice of copyright infringement about these URLs. */
  async takedown(urls: readonly string[], scope: 'item' | 'story' | 'source' = 'item'): Promise<TakedownAnswer> {
    const answer = await call(`${this.product.rights}/v1/takedowns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(notice(urls, scope)),
    });
    return json(answer, 202);
  }

  async placeHold(scope: Readonly<Record<string, unknown>>): Promise<{ holdId: string }> {
    return json(await call(`${this.product.rights}/v1/holds`, this.admin({ scope, reason: 'emergency' })), 201);
  }

  async liftHold(holdId: string): Promise<void> {
    const answer = await call(`${this.product.rights}/v1/holds/${holdId}/lift`, this.admin({ reason: 'test is over' }));
    if (answer.status >= 300) throw new Error(`lift answered ${answer.status}: ${answer.text}`);
  }

  async createSubscriber(name: string, url: string): Promise<{ id: string; secret: string }> {
    return json(await call(`${this.product.publish}/v1/subscribers`, this.admin({ name, url })), 201);
  }
}

/** The parts of a ninjs 2 item that the tests use. */
export interface NinjsArticle {
  readonly uri: string;
  readonly version?: string;
  readonly pubstatus?: 'usable' | 'withheld' | 'canceled';
  readonly headline?: string;
  readonly body_html?: string;
  readonly language?: string;
  readonly versioncreated?: string;
  readonly embargoed?: string;
}

/** A notice that has all that 17 U.S.C. § 512(c)(3)(A) asks for. */
export const notice = (urls: readonly string[], scope: string): Readonly<Record<string, unknown>> => ({
  type: 'copyright',
  regime: 'US_512',
  claimant: { name: 'Ada Holder', role: 'owner', email: 'ada@holder.example', address: '1 Mill Lane, Northfield', phone: '+1 555 0100' },
  works: [{ title: 'The original', urls: ['https://holder.example/original'] }],
  targets: urls.map((url) => ({ url })),
  scope,
  statements: { goodFaith: true, accuracy: true, authorityUnderPerjury: true },
  signature: 'Ada Holder',
});

const words =
  'harbour market council river bridge teacher winter signal copper orchard ferry ledger tunnel voter clinic museum engine pasture station lantern valley budget archive salt mason canal timber quarry violin beacon'.split(' ');

/** Prose that shares no passage with that of another seed: unlike articles must not become one story. */
export const prose = (seed: number, wordCount = 160): string => {
  let state = Number((BigInt(Math.trunc(seed)) * 2_654_435_761n) % 4_294_967_291n);
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return state;
  };
  const text: string[] = [];
  for (let i = 0; i < wordCount; i += 1) text.push(`${words[next() % words.length]}${i % 9 === 0 ? (next() % 9_973).toString(36) : ''}`);
  return text.join(' ');
};

export const ninjs = (guid: string, title: string, text: string, extra: Partial<NinjsArticle> = {}): NinjsArticle => ({
  uri: guid,
  version: '1',
  pubstatus: 'usable',
  headline: title,
  body_html: text
    .split(/\n+/)
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join(''),
  language: 'en',
  versioncreated: new Date().toISOString(),
  ...extra,
});
