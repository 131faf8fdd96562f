import type { Migration } from '@wiredesk/persistence';

import { sourcesItemsReceipts } from './001-sources-items-receipts.js';
import { quarantineRetries } from './002-quarantine-retries.js';
import { sourceHealth } from './003-source-health.js';
import { tellSource } from './004-tell-source.js';
import { pictures } from './005-pictures.js';
import { polls } from './006-polls.js';
import { webSub } from './007-websub.js';
import { picturesByUrl } from './008-pictures-by-url.js';
import { reviews } from './009-reviews.js';
import { retention } from './010-retention.js';
import { ed25519Keys } from './011-ed25519-keys.js';
import { heldArticles } from './012-held-articles.js';

/** In order. The content store's come before them (see migrate.ts). */
export const migrations: readonly Migration[] = [sourcesItemsReceipts, quarantineRetries, sourceHealth, tellSource, pictures, polls, webSub, picturesByUrl, reviews, retention, ed25519Keys, heldArticles];
