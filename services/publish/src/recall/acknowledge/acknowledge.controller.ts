import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, zodBody } from '@wiredesk/platform';

import { Acknowledge, acknowledgement, type Acknowledgement } from './acknowledge.handler.js';

/** `/v1/acknowledgements`: no key but the token, which only the holder of the copy was given. */
@ApiTags('removals')
@Controller('v1/acknowledgements')
export class AcknowledgeController {
  constructor(private readonly acknowledging: Acknowledge) {}

  @Post(':token')
  @HttpCode(200)
  @ApiOperation({ summary: 'The copies of an article were removed' })
  @ApiJsonBody(acknowledgement)
  acknowledge(@Param('token') token: string, @Body(zodBody(acknowledgement)) said: Acknowledgement) {
    return this.acknowledging.acknowledge(token, said);
  }
}
