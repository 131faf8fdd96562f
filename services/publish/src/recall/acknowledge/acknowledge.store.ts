import type { Tx } from '@wiredesk/persistence';

const find = `
select item_id, subscriber_id, publication, state, acknowledged_at from delivery where ack_token = $1 for no key update`;

/** One acknowledgement is for every removal of that article up to the acknowledged one, whatever hold each is under. */
const write = `
update delivery set acknowledged_at = $4::timestamptz, removed_at = $5, copies_removed = $6,
  state = case when state = 'sending' then state else 'delivered' end, finished_at = case when state = 'sending' then finished_at else $4::timestamptz end
where item_id = $1 and subscriber_id = $2 and publication <= $3 and lane = 0 and acknowledged_at is null and state in ('due', 'sending', 'failed')`;

/** A removal that a token belongs to. */
export interface OwedRemoval {
  readonly item_id: string;
  readonly subscriber_id: string;
  readonly publication: number;
  readonly state: string;
  readonly acknowledged_at: Date | null;
}

/** Locked until the transaction ends; undefined for a token that nobody was given. */
export const removalOfToken = async (tx: Tx, token: string): Promise<OwedRemoval | undefined> => ((await tx.query(find, [token])) as OwedRemoval[])[0];

export const writeAcknowledgement = async (tx: Tx, removal: Pick<OwedRemoval, 'item_id' | 'subscriber_id' | 'publication'>, said: { readonly removedAt: Date; readonly copiesRemoved: number }, now: Date): Promise<void> => {
  await tx.query(write, [removal.item_id, removal.subscriber_id, removal.publication, now, said.removedAt, said.copiesRemoved]);
};
