import type { Migration } from '@wiredesk/persistence';

import { timeline } from './001-timeline.js';
import { accountsAudit } from './002-accounts-audit.js';
import { oldestUnplaced } from './003-oldest-unplaced.js';
import { rebuild } from './004-rebuild.js';

/** In order; each is applied once. */
export const migrations: readonly Migration[] = [timeline, accountsAudit, oldestUnplaced, rebuild];
