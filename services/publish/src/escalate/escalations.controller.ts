import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@wiredesk/platform';

import { Escalate } from './escalate.js';

@ApiTags('subscribers')
@Controller('v1/escalations')
export class EscalationsController {
  constructor(private readonly escalations: Escalate) {}

  @Get()
  @Roles('operator', 'editor', 'rights-officer', 'viewer', 'service')
  @ApiOperation({ summary: 'What people were told of subscribers, newest first: overdue removals and disablements, whether each is still so, whether mail left' })
  list() {
    return this.escalations.list();
  }
}
