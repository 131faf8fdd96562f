import { migrateService } from '@wiredesk/platform';

import { migrations } from './migrations/index.js';

await migrateService('rights', migrations);
