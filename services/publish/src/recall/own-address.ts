import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo, Server } from 'node:net';

/** Where this process itself can be reached by HTTP. */
@Injectable()
export class OwnAddress {
  constructor(private readonly adapter: HttpAdapterHost) {}

  /** Origin, without a trailing slash; undefined before the server listens. */
  get origin(): string | undefined {
    const address = (this.adapter.httpAdapter.getHttpServer() as Server).address() as AddressInfo | null;
    if (address === null) return undefined;
    const everywhere = address.address === '::' || address.address === '0.0.0.0';
    const host = everywhere ? '127.0.0.1' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${address.port}`;
  }
}
