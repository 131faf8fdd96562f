/**
 * The tables that are read from the topics and from nothing else, in the order in which the handlers write to them: a
 * rebuild locks them in the same one, so that neither waits for the other in a circle.
 */
export const projectedTables = ['item', 'moment', 'funnel', 'hold', 'hold_name'] as const;
