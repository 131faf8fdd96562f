import type { Migration } from '@wiredesk/persistence';

import { grantsHoldsCases } from './001-grants-holds-cases.js';

/** In order. */
export const migrations: readonly Migration[] = [grantsHoldsCases];
