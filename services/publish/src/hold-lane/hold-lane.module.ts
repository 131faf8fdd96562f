import { Global, Module } from '@nestjs/common';

import { Gate } from './gate.js';
import { HoldLane } from './hold-lane.js';

/** The gate, for every slice. */
@Global()
@Module({ providers: [HoldLane, Gate], exports: [HoldLane, Gate] })
export class HoldLaneModule {}
