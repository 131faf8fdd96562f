/** An act as the audit log names it. */
export interface Act {
  /** `rights POST /v1/holds/:id/lift`, or one of the console's own: `account.invite`. */
  readonly act: string;
  /** What it was done to: an id, an address; several are separated by commas. */
  readonly target: string | null;
  /** What was asked, without secrets and cut to size. */
  readonly details: unknown;
}

const targetCharsMax = 300;
const textCharsMax = 300;
const listMax = 20;
const depthMax = 4;
const secretNames = /secret|token|password|credential|authorization|payload|(^|_|[a-z])key$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Fields of a body that say what it is about, the first that is there counts. */
const targetNames = ['itemId', 'storyId', 'sourceId', 'subscriberId', 'holdId', 'id', 'url', 'number', 'name', 'ids', 'items', 'topic'];

/** The act that a command to another service is. `path`: as it is asked, with its query. */
export const actOf = (service: string, method: string, path: string, body: unknown): Act => {
  const [place = '', query = ''] = path.split('?');
  const segments = place.split('/').filter(Boolean);
  const isId = (segment: string, i: number): boolean => uuid.test(segment) || (i === 2 && (i < segments.length - 1 || method !== 'POST')) || (i > 2 && /\d/.test(segment));
  const named = segments.map((segment, i) => (isId(segment, i) ? ':id' : segment));
  const ids = segments.filter(isId).map(decoded);
  const target = ids.length > 0 ? ids.join(', ') : (targetIn(body) ?? (query === '' ? null : query));
  return { act: `${service} ${method} /${named.join('/')}`, target: target === null ? null : target.slice(0, targetCharsMax), details: redacted(body, 0) };
};

/** Whether a request only asks what would be done. */
export const isDryRun = (path: string, body: unknown): boolean => /\/preview(\?|$)/.test(path) || isRecord(body) && (body['dryRun'] === true || body['apply'] === false);

/** What a request shows that needs a permission of its own: looking at it is an act too. */
export const viewOf = (path: string): 'payload.view' | 'evidence.view' | undefined => {
  if (/\/(payload|raw|body)(\/|\?|$)/.test(path)) return 'payload.view';
  return /\/evidence(\/|\?|$)/.test(path) ? 'evidence.view' : undefined;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign: shown as it is.
    return segment;
  }
};

const targetIn = (body: unknown): string | undefined => {
  if (!isRecord(body)) return undefined;
  if (isRecord(body['scope'])) return targetIn(body['scope']);
  for (const name of targetNames) {
    const value = body[name];
    if (typeof value === 'string' && value !== '') return value;
    if (Array.isArray(value) && value.length > 0) return value.slice(0, listMax).map((one) => (typeof one === 'string' ? one : targetIn(one) ?? '?')).join(', ');
  }
  return undefined;
};

const redacted = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return value.length > textCharsMax ? `${value.slice(0, textCharsMax)}…` : value;
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth === depthMax) return '…';
  if (Array.isArray(value)) return [...value.slice(0, listMax).map((one) => redacted(one, depth + 1)), ...(value.length > listMax ? [`… ${value.length} in all`] : [])];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, secretNames.test(name) ? '(not kept)' : redacted(one, depth + 1)]));
};
