import { Injectable } from '@nestjs/common';

/**
 * Tells this replica's workers that something is to be done, after the commit that made it so. Workers look by
 * themselves every other second as well: a wake that is lost costs a delay, nothing else.
 */
@Injectable()
export class DeliveryWake {
  private readonly workers: (() => void)[] = [];
  private readonly spreadWorkers: (() => void)[] = [];

  private readonly shownWorkers: (() => void)[] = [];

  /** A worker that wants to be woken when something was removed, held or released, or asked for by hand. */
  onWake(work: () => void): void {
    this.workers.push(work);
  }

  /** Whoever is concerned by removals, and whoever is concerned by what became public. */
  wake(): void {
    for (const work of this.workers) work();
    this.shown();
  }

  /** A worker that wants to be woken when something became public or changed. */
  onShown(work: () => void): void {
    this.shownWorkers.push(work);
  }

  shown(): void {
    for (const work of this.shownWorkers) work();
  }

  /** A worker that wants to be woken when changes were spread: deliveries and feeds' followers are due then. */
  onSpread(work: () => void): void {
    this.spreadWorkers.push(work);
  }

  spread(): void {
    for (const work of this.spreadWorkers) work();
  }
}
