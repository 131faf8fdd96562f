/** HTTP calls of the demo, with the answer's own words where it is not what was hoped for. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const timeoutMs = 15_000;
const attemptsMax = 20;
const retryAfterMs = 500;

/** From ADMIN_TOKEN, or the file that ADMIN_TOKEN_FILE names. */
export const adminToken = () => {
  const token = process.env.ADMIN_TOKEN || (process.env.ADMIN_TOKEN_FILE && readFileSync(process.env.ADMIN_TOKEN_FILE, 'utf8').trim());
  if (!token) throw new Error('ADMIN_TOKEN or ADMIN_TOKEN_FILE is missing: the token that "npm start" prints');
  return token;
};

/**
 * One call: `{ status, body }`, body parsed if it is JSON. Statuses outside `accept` (default: all of 2xx) throw with
 * the answer's text. A service that is away or answers 429 or 503 is asked again for 10 s.
 */
export const call = async (url, { method = 'GET', token, json, body, contentType, accept }) => {
  for (let attempt = 1; ; attempt += 1) {
    let answer;
    try {
      answer = await fetch(url, {
        method,
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(json === undefined && !contentType ? {} : { 'content-type': contentType ?? 'application/json' }) },
        body: json === undefined ? body : JSON.stringify(json),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      if (attempt >= attemptsMax) throw new Error(`${method} ${url}: ${cause.cause?.message ?? cause.message}`, { cause });
    }
    if (answer && !([429, 503].includes(answer.status) && attempt < attemptsMax)) {
      const text = await answer.text();
      const fine = accept ? accept.includes(answer.status) : answer.ok;
      if (!fine) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 600)}`);
      return { status: answer.status, body: /json/.test(answer.headers.get('content-type') ?? '') && text ? JSON.parse(text) : text };
    }
    await sleep(retryAfterMs);
  }
};
