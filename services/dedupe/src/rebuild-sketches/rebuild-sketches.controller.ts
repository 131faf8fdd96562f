import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RebuildRunning, type RebuildState } from '@wiredesk/messaging';
import { problem, Roles } from '@wiredesk/platform';

import { RebuildSketches } from './rebuild-sketches.js';

/** `wiredesk replay dedupe`: the sketches from the items topic, while the present ones are looked up. */
@ApiTags('replay')
@Controller('v1/replay')
export class RebuildSketchesController {
  constructor(private readonly rebuild: RebuildSketches) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'How far the replay that runs in this process, or ran last, has come' })
  state(): RebuildState {
    return this.rebuild.state();
  }

  @Post()
  @HttpCode(202)
  @Roles('operator')
  @ApiOperation({ summary: 'Make every sketch anew beside the present ones; they take their place when all are made. No story changes, nothing is sent' })
  async start(): Promise<RebuildState> {
    try {
      await this.rebuild.start();
    } catch (error) {
      if (!(error instanceof RebuildRunning)) throw error;
      throw problem(409, 'replay-running', 'A replay runs already: GET /v1/replay says how far it is. Wait until it has ended.');
    }
    return this.rebuild.state();
  }
}
