import type { Tx } from '@wiredesk/persistence';

/** Who was given numbers since its last digest and has none for the day yet; locked, other replicas take others. */
const takeDue = `
select s.id, s.sequence::int as sequence, coalesce((select max(g.sequence)::int from subscriber_digest g where g.subscriber_id = s.id), 0) as told
from subscriber s
where s.state = 'active' and not (s.filter ? 'types') and s.created_at < $1::date + 1
  and not exists (select from subscriber_digest g where g.subscriber_id = s.id and g.day >= $1::date)
  and s.sequence > coalesce((select max(g.sequence) from subscriber_digest g where g.subscriber_id = s.id), 0)
order by s.id limit $2 for no key update of s skip locked`;

const range = `
select state, count(*)::int as count from delivery where subscriber_id = $1 and sequence > $2 and sequence <= $3 group by state`;

const open = `
select sequence::int as sequence, item_id, state, (select s.sequence::int from delivery s where s.id = d.superseded_by) as superseded_by
from delivery d where d.subscriber_id = $1 and d.sequence > $2 and d.sequence <= $3 and d.state <> 'delivered' order by d.sequence limit $4`;

const note = 'insert into subscriber_digest (subscriber_id, day, sequence, delivery_id) values ($1, $2, $3, $4)';

export interface DueDigest {
  readonly id: string;
  /** The last number given out. */
  readonly sequence: number;
  /** The last number that a digest told of. */
  readonly told: number;
}

/** A number that its subscriber may miss, and why. */
export interface OpenNumber {
  readonly sequence: number;
  readonly item_id: string | null;
  readonly state: string;
  readonly superseded_by: number | null;
}

export const takeDueDigests = async (tx: Tx, day: string, limit: number): Promise<DueDigest[]> => (await tx.query(takeDue, [day, limit])) as DueDigest[];

/** How the deliveries of a range of numbers ended, by state. */
export const countsOf = async (tx: Tx, due: DueDigest): Promise<Record<string, number>> => {
  const rows = (await tx.query(range, [due.id, due.told, due.sequence])) as { state: string; count: number }[];
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

export const openNumbersOf = async (tx: Tx, due: DueDigest, limit: number): Promise<OpenNumber[]> => (await tx.query(open, [due.id, due.told, due.sequence, limit])) as OpenNumber[];

export const noteDigest = async (tx: Tx, due: DueDigest, day: string, deliveryId: string): Promise<void> => {
  await tx.query(note, [due.id, day, due.sequence, deliveryId]);
};
