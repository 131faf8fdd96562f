import type { EventData, EventType } from '@wiredesk/contracts';

type Data = Readonly<Record<string, unknown>>;
/** The data of an event as its contract says; it was checked when it was received. */
const as = <T extends EventType>(data: Data): EventData<T> => data as unknown as EventData<T>;

/** What matters of one line of a timeline, in a few words of the field; empty where its name says it all. */
export const gistOf = (type: string, data: Data): string => {
  switch (type) {
    case 'item.received': {
      const { revision, change, language, embargoedUntil } = as<'item.received'>(data);
      return [`${change}, r${revision}, ${language}`, ...(embargoedUntil === null ? [] : [`embargo ${embargoedUntil}`])].join(', ');
    }
    case 'item.withdrawn':
      return as<'item.withdrawn'>(data).reason;
    case 'item.placed': {
      const { relation, canonical, canonicalItemId, decidedBy, j, c } = as<'item.placed'>(data);
      return `${relation}${canonical ? ', canonical' : ` of ${canonicalItemId}`}, by ${decidedBy}${decidedBy === 'sketch' ? ` (J ${j.toFixed(2)}, C ${c.toFixed(2)})` : ''}`;
    }
    case 'item.cleared': {
      const { channels, territories, until } = as<'item.cleared'>(data);
      return `channels ${channels.join(', ')}; territories ${territories.join(', ')}${until === null ? '' : `; until ${until}`}`;
    }
    case 'item.refused':
      return as<'item.refused'>(data).reasons.map((reason) => reason.detail).join('; ');
    case 'article.taken_down': {
      const { cause, httpStatus } = as<'article.taken_down'>(data);
      return `${cause}, ${httpStatus}`;
    }
    case 'receipt.changed': {
      const { surface, state, place, detail } = as<'receipt.changed'>(data);
      return `${surface}: ${state}${detail === null ? '' : ` (${detail})`}, ${place}`;
    }
    case 'hold.placed':
      return [data['class'], data['reasonCode'], data['caseNumber']].filter((part) => typeof part === 'string').join(', ');
    case 'hold.lifted':
      return [data['by'], data['reason']].filter((part) => typeof part === 'string').join(': ');
    default:
      return '';
  }
};
