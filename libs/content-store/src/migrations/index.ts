import type { Migration } from '@wiredesk/persistence';

import { body } from './001-body.js';

/** In order. Applied to the schema `content` before any service's own. */
export const contentStoreMigrations: readonly Migration[] = [body];
