import { CommandFailed, exitCodes } from './exit-codes.js';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiCall {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly token?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  /** Statuses that are an answer and no failure; default all of 2xx. */
  readonly accept?: readonly number[];
}

const timeoutMs = 30_000;

/**
 * One call to a service. Throws CommandFailed: `unreachable` where nobody answers, `refused` with the service's own
 * sentence (problem+json, RFC 9457) for a status that is not accepted.
 */
export const api = async (url: string, call: ApiCall = {}): Promise<ApiAnswer> => {
  const answer = await fetchFrom(url, call);
  const text = await answer.text();
  const body: unknown = /json/.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : text;
  const fine = call.accept ? call.accept.includes(answer.status) : answer.ok;
  if (!fine) throw new CommandFailed(problemText(call.method ?? 'GET', url, answer.status, body), answer.status >= 500 ? exitCodes.unreachable : exitCodes.refused);
  return { status: answer.status, body };
};

const fetchFrom = async (url: string, call: ApiCall): Promise<Response> => {
  const sent = call.json === undefined ? call.bytes : JSON.stringify(call.json);
  try {
    return await fetch(url, {
      method: call.method ?? 'GET',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        ...(sent === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
  } catch (cause) {
    throw new CommandFailed(`${new URL(url).host} does not answer (${reasonOf(cause)}). Is the stack running? "wiredesk doctor" looks.`, exitCodes.unreachable, { cause });
  }
};

/** Why a fetch failed: undici hides it in the cause. */
export const reasonOf = (error: unknown): string => {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
};

const problemText = (method: string, url: string, status: number, body: unknown): string => {
  const problem = typeof body === 'object' && body !== null ? (body as { detail?: string; title?: string; errors?: readonly { path?: string; message?: string }[] }) : undefined;
  const fields = problem?.errors?.map(({ path, message }) => `\n  ${path ?? '?'}: ${message ?? '?'}`).join('') ?? '';
  return `${method} ${new URL(url).pathname} answered ${status}: ${problem?.detail ?? problem?.title ?? String(body).slice(0, 300)}${fields}`;
};
