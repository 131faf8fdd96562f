import { articlePublishedV1 } from './article-published/v1.js';
import { articleRestoredV1 } from './article-restored/v1.js';
import { articleTakenDownV1 } from './article-taken-down/v1.js';
import { articleUpdatedV1 } from './article-updated/v1.js';
import type { DataOf } from './define-event.js';
import { holdLiftedV1 } from './hold-lifted/v1.js';
import { holdPlacedV1 } from './hold-placed/v1.js';
import { itemClearedV1 } from './item-cleared/v1.js';
import { itemPlacedV1 } from './item-placed/v1.js';
import { itemReceivedV1 } from './item-received/v1.js';
import { itemRefusedV1 } from './item-refused/v1.js';
import { itemWithdrawnV1 } from './item-withdrawn/v1.js';
import { laneHeartbeatV1 } from './lane-heartbeat/v1.js';
import { noticeFiledV1 } from './notice-filed/v1.js';
import { payloadOfferedV1 } from './payload-offered/v1.js';
import { receiptChangedV1 } from './receipt-changed/v1.js';

/** Every event of the product, in the order in which an article meets them. */
export const catalogue = [
  payloadOfferedV1,
  itemReceivedV1,
  itemWithdrawnV1,
  itemPlacedV1,
  itemClearedV1,
  itemRefusedV1,
  noticeFiledV1,
  holdPlacedV1,
  holdLiftedV1,
  laneHeartbeatV1,
  articlePublishedV1,
  articleUpdatedV1,
  articleTakenDownV1,
  articleRestoredV1,
  receiptChangedV1,
] as const;

export type AnyContract = (typeof catalogue)[number];
export type EventType = AnyContract['type'];
/** The data of one event type, e.g. `EventData<'item.placed'>`. */
export type EventData<T extends EventType> = DataOf<Extract<AnyContract, { type: T }>>;

const byType = new Map<string, AnyContract>(catalogue.map((contract) => [contract.type, contract]));

/** The contract of an event type; undefined for a type that this build does not know. */
export const contractOf = (type: string): AnyContract | undefined => byType.get(type);
