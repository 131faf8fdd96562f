import { contentStoreMigrations } from '@wiredesk/content-store';
import { migrateService } from '@wiredesk/platform';

import { migrations } from './migrations/index.js';

await migrateService('content', contentStoreMigrations);
await migrateService('publish', migrations);
