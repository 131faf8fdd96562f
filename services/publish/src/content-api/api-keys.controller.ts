import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, check, CLOCK, problem, Roles, uuidv7, zodBody, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { keyDigest, newApiKey, newKeyText, type NewApiKey } from './api-key.js';
import { createApiKey, readApiKeys, revokeApiKey, type ApiKeyView } from './api-key.store.js';

@ApiTags('content API')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Roles('operator')
  @ApiOperation({ summary: 'A key for the content API; it is shown once' })
  @ApiJsonBody(newApiKey)
  async create(@Body(zodBody(newApiKey)) order: NewApiKey): Promise<{ id: string; key: string }> {
    const [id, key] = [uuidv7(), newKeyText()];
    await createApiKey(this.dataSource, id, keyDigest(key), order, this.clock.now());
    return { id, key };
  }

  @Get()
  @Roles('operator', 'viewer')
  @ApiOperation({ summary: 'All keys, without what opens them' })
  async list(): Promise<{ keys: ApiKeyView[] }> {
    return { keys: await readApiKeys(this.dataSource) };
  }

  @Delete(':id')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key; it is refused within two seconds' })
  async revoke(@Param('id') id: string): Promise<void> {
    if (!(await revokeApiKey(this.dataSource, check(z.uuid(), id), this.clock.now()))) throw problem(404, 'key-unknown', 'There is no such key, or it is revoked already.');
  }
}
