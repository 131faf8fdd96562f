import type { Migration } from '@wiredesk/persistence';

import { itemsSketchesClearances } from './001-items-sketches-clearances.js';
import { stayDown } from './002-stay-down.js';
import { boilerplate } from './003-boilerplate.js';
import { thinSketches } from './004-thin-sketches.js';
import { rebuild } from './005-rebuild.js';

/** In order. */
export const migrations: readonly Migration[] = [itemsSketchesClearances, stayDown, boilerplate, thinSketches, rebuild];
