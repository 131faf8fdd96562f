import { runService } from '@wiredesk/platform';

import { rights } from './rights.module.js';

await runService(rights);
