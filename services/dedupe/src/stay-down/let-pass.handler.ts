import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, problem, uuidv7, type Clock } from '@wiredesk/platform';

import { takePlacingTurn } from '../placing/lookup.store.js';
import { placeAgain } from '../placing/promote.js';
import { addException, endException, type Exception } from './exception.store.js';
import { forgetMatchesOfText } from './match.store.js';

/** The allow-list: texts that a person looked at and that are not what was held. */
@Injectable()
export class LetPass {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Lets a text pass, and places what was held because of it where its likeness alone puts it. */
  allow(asked: Omit<Exception, 'exceptionId' | 'at'>): Promise<{ exceptionId: string; changed: number }> {
    if (asked.cleanHash === '') throw problem(422, 'nothing-to-know', 'The text is empty, or has no word in it: nothing can be known again by it.');
    return this.outbox.transaction(async (tx, emit) => {
      takePlacingTurn(tx);
      const [exceptionId, at] = [uuidv7(), this.clock.now()];
      await addException(tx, { ...asked, exceptionId, at });
      const events = await placeAgain(tx, await forgetMatchesOfText(tx, asked.cleanHash, asked.holdId), at);
      emit(events);
      return { exceptionId, changed: events.length };
    });
  }

  /** Ends an exception; what it let pass meanwhile stays where it is until it is revised. */
  end(exceptionId: string, by: string): Promise<{ exceptionId: string }> {
    return this.outbox.transaction(async (tx) => {
      if (!(await endException(tx, exceptionId, by, this.clock.now()))) throw problem(404, 'exception-unknown', `No exception ${exceptionId} stands: it was ended before, or never was.`);
      return { exceptionId };
    });
  }
}
