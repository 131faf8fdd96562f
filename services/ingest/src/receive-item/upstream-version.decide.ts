/** What an upstream says about the age of what it sends; for comparison only, our revision is our own. */
export interface UpstreamVersion {
  /** The upstream's own version: a number, dotted numbers, a date or any text. */
  readonly version: string | null;
  /** RFC 3339 instant of the change, where the upstream gives one. */
  readonly modifiedAt: string | null;
}

/** How a version stands to another one; `unknown` where nothing in them can be compared. */
export type VersionOrder = 'newer' | 'older' | 'same' | 'unknown';

export interface VersionComparison {
  readonly order: VersionOrder;
  /** What decided it. */
  readonly by: 'number' | 'date' | 'text' | 'nothing';
}

const numbers = /^\d{1,40}(\.\d{1,40}){0,7}$/;
const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const compactDate = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Compares two upstream versions: numbers as numbers (10 is newer than 9, 1.10 than 1.9), dates as instants, and at
 * equal versions or incomparable ones the times of modification. A text that is neither says only same or not.
 */
export const compareUpstream = (incoming: UpstreamVersion, current: UpstreamVersion): VersionComparison => {
  const byVersion = compareTexts(incoming.version, current.version);
  if (byVersion.order === 'newer' || byVersion.order === 'older') return byVersion;
  const modified = compareDates(incoming.modifiedAt, current.modifiedAt);
  if (modified === 'newer' || modified === 'older') return { order: modified, by: 'date' };
  if (byVersion.order === 'same') return byVersion;
  return modified === 'same' ? { order: 'same', by: 'date' } : { order: 'unknown', by: 'nothing' };
};

const compareTexts = (a: string | null, b: string | null): VersionComparison => {
  if (a === null || b === null) return { order: 'unknown', by: 'nothing' };
  if (numbers.test(a) && numbers.test(b)) return { order: compareNumbers(a, b), by: 'number' };
  const dates = compareDates(a, b);
  if (dates !== 'unknown') return { order: dates, by: 'date' };
  return a === b ? { order: 'same', by: 'text' } : { order: 'unknown', by: 'nothing' };
};

const compareNumbers = (a: string, b: string): VersionOrder => {
  const [as, bs] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(as.length, bs.length); i += 1) {
    const [x, y] = [BigInt(as[i] ?? '0'), BigInt(bs[i] ?? '0')];
    if (x !== y) return x > y ? 'newer' : 'older';
  }
  return 'same';
};

const compareDates = (a: string | null, b: string | null): VersionOrder => {
  const [x, y] = [instantMs(a), instantMs(b)];
  if (x === undefined || y === undefined) return 'unknown';
  if (x === y) return 'same';
  return x > y ? 'newer' : 'older';
};

/** Milliseconds of an ISO 8601 date or instant, also in the basic form that NITF uses; without a zone it is UTC. */
const instantMs = (text: string | null): number | undefined => {
  if (text === null) return undefined;
  const match = isoDate.exec(text.trim()) ?? compactDate.exec(text.trim());
  if (!match) return undefined;
  const compact = !text.includes('-', 0) || compactDate.test(text.trim());
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const fraction = compact ? '' : (match[7] ?? '').slice(0, 4);
  const zone = (compact ? match[7] : match[8]) ?? 'Z';
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : ms;
};
