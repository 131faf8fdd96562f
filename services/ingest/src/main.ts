import { runService } from '@wiredesk/platform';

import { ingest } from './ingest.module.js';

await runService(ingest);
