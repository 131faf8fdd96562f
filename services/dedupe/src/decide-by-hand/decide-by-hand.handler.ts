import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, problem, uuidv7, type Clock } from '@wiredesk/platform';

import { takePlacingTurn } from '../placing/lookup.store.js';
import { FamilyTooLarge, placeAgain } from '../placing/promote.js';
import { addDecision, markItems, readMembers, readPins, undoDecision, type DecisionKind } from './decision.store.js';

/** Who decides, and why. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
}

/** What became of a decision. */
export interface Decided {
  readonly decisionId: string;
  /** How many items were said again because of it. */
  readonly changed: number;
}

const membersMax = 400;
const pinReplaced = 'another item was pinned';

/**
 * Decisions by hand: each is recorded with who and why, obeyed by every later placing, and ends by being undone. They
 * take the placing turn first, so that no item joins the story between reading and deciding.
 */
@Injectable()
export class DecideByHand {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** These items are not what the rest of the story is. */
  split(storyId: string, items: readonly string[], why: Reason): Promise<Decided> {
    return this.decide(storyId, 'apart', why, (members) => {
      const rest = members.filter((itemId) => !items.includes(itemId));
      refuseStrangers(items, members);
      if (rest.length === 0) throw problem(422, 'nothing-left', 'A split has to leave at least one item in the story.');
      return { oneSide: items, otherSide: rest };
    });
  }

  /** The other story is the same as this one. */
  merge(storyId: string, otherId: string, why: Reason): Promise<Decided> {
    if (storyId === otherId) throw problem(422, 'same-story', 'A story cannot be merged with itself: name another one.');
    return this.decide(storyId, 'same', why, async (members, tx) => {
      const others = await membersOf(tx, otherId);
      return { oneSide: members, otherSide: others };
    });
  }

  /** This item stands for the story, as long as rights permits it. */
  pin(storyId: string, itemId: string, why: Reason): Promise<Decided> {
    return this.decide(storyId, 'pin', why, async (members, tx) => {
      refuseStrangers([itemId], members);
      for (const pin of await readPins(tx, storyId)) {
        const freed = await undoDecision(tx, pin, why.by, pinReplaced, this.clock.now());
        await markItems(tx, freed ?? []);
      }
      return { oneSide: [itemId], otherSide: [] };
    });
  }

  /** This item is a form that is filled in again and again: nothing is its copy by likeness. */
  template(storyId: string, itemId: string, why: Reason): Promise<Decided> {
    return this.decide(storyId, 'template', why, (members) => {
      refuseStrangers([itemId], members);
      return { oneSide: [itemId], otherSide: [] };
    });
  }

  /** The decision does not stand any more; what it changed is decided anew without it. */
  undo(decisionId: string, why: Reason): Promise<Decided> {
    return this.inTurn(async (tx, emit) => {
      const items = await undoDecision(tx, decisionId, why.by, why.reason, this.clock.now());
      if (!items) throw problem(404, 'decision-unknown', `No decision ${decisionId} stands: it was undone before, or never was.`);
      await markItems(tx, items);
      return { decisionId, changed: await emit(items) };
    });
  }

  private decide(storyId: string, kind: DecisionKind, { by, reason }: Reason, sidesOf: (members: readonly string[], tx: Tx) => Sides | Promise<Sides>): Promise<Decided> {
    return this.inTurn(async (tx, emit) => {
      const sides = await sidesOf(await membersOf(tx, storyId), tx);
      const decisionId = uuidv7();
      await addDecision(tx, { decisionId, kind, storyId, ...sides, by, reason, at: this.clock.now() });
      const items = [...sides.oneSide, ...sides.otherSide];
      await markItems(tx, items);
      return { decisionId, changed: await emit(items) };
    });
  }

  private async inTurn<T>(work: (tx: Tx, emit: (items: readonly string[]) => Promise<number>) => Promise<T>): Promise<T> {
    try {
      return await this.outbox.transaction(async (tx, emit) => {
        takePlacingTurn(tx);
        return work(tx, async (items) => {
          const events = await placeAgain(tx, items, this.clock.now());
          emit(events);
          return events.length;
        });
      });
    } catch (error) {
      if (!(error instanceof FamilyTooLarge)) throw error;
      throw problem(409, 'story-too-large', `${error.message}. Split off fewer items at a time, or mark one as a template.`);
    }
  }
}

interface Sides {
  readonly oneSide: readonly string[];
  readonly otherSide: readonly string[];
}

const membersOf = async (tx: Tx, storyId: string): Promise<string[]> => {
  const members = await readMembers(tx, storyId, membersMax + 1);
  if (members.length === 0) throw problem(404, 'story-unknown', `There is no story ${storyId}; it may have moved: GET /v1/stories/${storyId} says where to.`);
  if (members.length > membersMax) throw problem(409, 'story-too-large', `Story ${storyId} has more than ${membersMax} items, too many to decide about at once.`);
  return members;
};

const refuseStrangers = (items: readonly string[], members: readonly string[]): void => {
  const strangers = items.filter((itemId) => !members.includes(itemId));
  if (strangers.length > 0) throw problem(422, 'not-in-story', `Not in this story: ${strangers.slice(0, 5).join(', ')}.`);
};
