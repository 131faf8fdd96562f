import { runService } from '@wiredesk/platform';

import { publish } from './publish.module.js';

await runService(publish);
