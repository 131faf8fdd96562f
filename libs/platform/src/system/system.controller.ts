import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

import { Roles } from '../auth/roles.js';
import { SystemFacts } from './system-facts.js';

/** `GET /v1/system`: what runs here, for the screen of operators. */
@ApiTags('system')
@Controller('v1/system')
export class SystemController {
  constructor(private readonly facts: SystemFacts) {}

  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Version, migrations, database, disk and clock of this service' })
  @ApiResponse({ status: 200, description: '`{service, version, node, host, startedAt, memoryBytes, migrations: {applied, pending, unknown}, database: {version, sizeBytes, connections, clockDifferenceMs, …}, disk: {freeBytes, totalBytes}}`' })
  system() {
    return this.facts.read();
  }
}
