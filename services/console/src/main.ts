import { runService } from '@wiredesk/platform';

import { consoleService } from './console.module.js';

await runService(consoleService);
