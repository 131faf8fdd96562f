import { runService } from '@wiredesk/platform';

import { dedupe } from './dedupe.module.js';

await runService(dedupe);
