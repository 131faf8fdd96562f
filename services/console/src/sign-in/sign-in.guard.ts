import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { SignIn } from './sign-in.js';

/** Finds out who asks before a handler runs; lets everybody through, what they may is the handler's. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(private readonly signIn: SignIn) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() === 'http') await this.signIn.recognise(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
