import type { Migration } from '@wiredesk/persistence';

import { board } from './001-board.js';
import { deliveries } from './002-deliveries.js';
import { portal } from './003-portal.js';

/** In order; each is applied once. */
export const migrations: readonly Migration[] = [board, deliveries, portal];
