import type { Migration } from '@wiredesk/persistence';

/** Public keys of sources that sign with their own: `secret` holds the public key, which is none. */
export const ed25519Keys: Migration = {
  name: '011-ed25519-keys',
  note: 'The version before does not know the scheme and takes no push with it; its other keys work.',
  up: `
alter table source_key drop constraint source_key_scheme_check;
alter table source_key add constraint source_key_scheme_check check (scheme in ('bearer', 'standard-webhooks', 'superdesk', 'ed25519'));
`,
};
