import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

import { SigningKeys, type PublishedKey } from './signing-keys.js';

/** The public keys by which anybody verifies our certificates. */
@ApiTags('certificates')
@Controller('.well-known')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('wiredesk-signing-key')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Public keys of certificates, the newest first' })
  async published(): Promise<{ keys: PublishedKey[] }> {
    return { keys: await this.keys.published() };
  }
}
