import type { Migration } from '@wiredesk/persistence';

import { grantsHoldsCases } from './001-grants-holds-cases.js';
import { decisions } from './002-decisions.js';

/** In order. */
export const migrations: readonly Migration[] = [grantsHoldsCases, decisions];
