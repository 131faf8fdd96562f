import { uuidv7 } from '@wiredesk/platform';

import type { GivenPublish } from '../testing/given-publish.js';
import { newSecret, newToken, tokenDigest } from '../subscribers/secret.js';

const insert = `
insert into subscriber (id, name, url, filter, state_changed_at, token_digest, created_at)
select id, 'Subscriber ' || n, url, '{}', now(), digest, now() from unnest($1::uuid[], $2::text[], $3::bytea[]) with ordinality as t (id, url, digest, n)`;
const secrets = 'insert into subscriber_secret (id, subscriber_id, secret, created_at) select gen_random_uuid(), id, secret, now() from unnest($1::uuid[], $2::text[]) as t (id, secret)';

/** Makes subscribers at these URLs. */
export const makeSubscribers = async (given: GivenPublish, urls: readonly string[]): Promise<string[]> => {
  const ids = urls.map(() => uuidv7());
  await given.query(insert, [ids, urls, urls.map(() => tokenDigest(newToken()))]);
  await given.query(secrets, [ids, urls.map(() => newSecret())]);
  return ids;
};

export const endSubscribers = async (given: GivenPublish): Promise<void> => {
  await given.query(`update subscriber set state = 'deleted', version = nextval('subscriber_version')`);
};
