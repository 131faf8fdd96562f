import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@wiredesk/platform';

import { CanaryDrill } from './drill.js';

/** `/v1/canary-drills`: whether a takedown still reaches every place, tried on the real path. */
@ApiTags('removals')
@Controller('v1/canary-drills')
export class CanaryController {
  constructor(private readonly drill: CanaryDrill) {}

  @Post()
  @HttpCode(202)
  @Roles('operator')
  @ApiOperation({ summary: 'Begin a drill now' })
  begin() {
    return this.drill.begin();
  }

  @Get()
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'The last drills, and the median time until all was dark' })
  list() {
    return this.drill.list();
  }
}
