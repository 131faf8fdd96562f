import type { Migration } from '@wiredesk/persistence';

import { grantsHoldsCases } from './001-grants-holds-cases.js';
import { decisions } from './002-decisions.js';
import { auditLog } from './003-audit-log.js';
import { evidence } from './004-evidence.js';
import { letters } from './005-letters.js';
import { openCopies } from './007-open-copies.js';
import { evidenceFiles } from './007-evidence-files.js';
import { kafkaChannel } from './008-kafka-channel.js';
import { exports } from './009-exports.js';

/** In order. */
export const migrations: readonly Migration[] = [grantsHoldsCases, decisions, auditLog, evidence, letters, openCopies, evidenceFiles, kafkaChannel, exports];
