import type { Migration } from '@wiredesk/persistence';

import { board } from './001-board.js';
import { deliveries } from './002-deliveries.js';
import { portal } from './003-portal.js';
import { syndication } from './004-syndication.js';
import { frontAndEngines } from './005-front-and-engines.js';
import { transmitters } from './006-transmitters.js';
import { feedLinks } from './007-feed-links.js';
import { escalations } from './008-escalations.js';
import { categoryPicks } from './009-category-picks.js';
import { searchKeys } from './010-search-keys.js';
import { textHashes } from './011-text-hashes.js';

/** In order; each is applied once. */
export const migrations: readonly Migration[] = [board, deliveries, portal, syndication, frontAndEngines, transmitters, feedLinks, escalations, categoryPicks, searchKeys, textHashes];
