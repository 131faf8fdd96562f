import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

import { SigningKey } from './signing-key.js';

/** `/v1/signing-keys`: with what anybody can verify that a delivery is ours. */
@ApiTags('subscribers')
@Controller('v1/signing-keys')
export class SigningKeysController {
  constructor(private readonly key: SigningKey) {}

  @Get()
  @ApiOperation({ summary: 'Public keys of deliveries (Standard Webhooks v1a, Ed25519)' })
  async keys() {
    const { id, publicKey, createdAt } = await this.key.pair();
    return { keys: [{ id, algorithm: 'ed25519', publicKey, createdAt: createdAt.toISOString() }] };
  }
}
