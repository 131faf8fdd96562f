import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import { problem } from '@wiredesk/platform';

const argon2id = promisify(argon2) as (algorithm: 'argon2id', parameters: object) => Promise<Buffer>;

/** OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, two passes, one lane. */
const memoryKib = 19_456;
const passes = 2;
const lanes = 1;
const saltBytes = 16;
const tagBytes = 32;
/** At a time in this process, so that a flood of sign-ins costs 40 MiB and not the machine; as many again may wait, times ten. */
const atOnceMax = 2;
const waitingMax = 20;

const parameters = `m=${memoryKib},t=${passes},p=${lanes}`;

let running = 0;
const waiting: (() => void)[] = [];

/** Runs one hash when there is room. Problem 503 where too many wait already. */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax) throw problem(503, 'sign-in-busy', 'Too many are signing in at this moment. Try again in a few seconds.', { retryAfterSeconds: 3 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
};

const derive = (password: string, salt: Buffer, memory: number, times: number, parallelism: number): Promise<Buffer> =>
  inTurn(() => argon2id('argon2id', { message: password.normalize('NFKC'), nonce: salt, memory, passes: times, parallelism, tagLength: tagBytes }));

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The PHC string of a password: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. About a tenth of a second. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  return `$argon2id$v=19$${parameters}$${base64(salt)}$${base64(await derive(password, salt, memoryKib, passes, lanes))}`;
};

const nobodysSalt = randomBytes(saltBytes);

/**
 * Whether a password is the one of a PHC string, and whether that should be made anew because today's parameters are
 * others. Takes as long where there is no such account (`undefined`), so that time does not tell which names exist.
 */
export const verifyPassword = async (password: string, phc: string | undefined): Promise<{ readonly right: boolean; readonly outdated: boolean }> => {
  const [, given = '', m, t, p, salt = '', hash = ''] = /^\$argon2id\$v=19\$(m=(\d+),t=(\d+),p=(\d+))\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc ?? '') ?? [];
  if (hash === '') {
    await derive(password, nobodysSalt, memoryKib, passes, lanes);
    return { right: false, outdated: false };
  }
  const wanted = Buffer.from(hash, 'base64');
  const got = await derive(password, Buffer.from(salt, 'base64'), Number(m), Number(t), Number(p));
  return { right: wanted.length === got.length && timingSafeEqual(wanted, got), outdated: given !== parameters };
};
