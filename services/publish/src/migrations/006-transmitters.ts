import type { Migration } from '@wiredesk/persistence';

/** subscriber.transmitter: how deliveries leave to it; what is secret in it is shown to nobody. */
export const transmitters: Migration = {
  name: '006-transmitters',
  note: 'A column with a default; an old version sends to all by webhook, and fails for those without an http URL.',
  up: `
alter table subscriber add column transmitter jsonb not null default '{"kind": "webhook", "format": "message", "receivedIsRemoved": false}';
`,
};
