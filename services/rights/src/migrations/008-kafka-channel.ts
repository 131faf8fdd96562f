import type { Migration } from '@wiredesk/persistence';

/** Notices also come by Kafka. */
export const kafkaChannel: Migration = {
  name: '008-kafka-channel',
  note: 'Allows one more channel; an old version beside it writes none, and shows the word as it is.',
  up: `
alter table takedown_case drop constraint takedown_case_channel_check,
  add constraint takedown_case_channel_check check (channel in ('form', 'api', 'officer', 'kafka'));
`,
};
