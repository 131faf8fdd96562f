import { Controller, Get, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { problem } from '@wiredesk/platform';

import { PortalErrors } from './portal-errors.js';

/** Every address that nobody else answers. */
@ApiExcludeController()
@Controller()
@UseFilters(PortalErrors)
export class UnknownPageController {
  @Get('*')
  unknown(): never {
    throw problem(404, 'not-found', 'There is nothing under this address.');
  }
}
