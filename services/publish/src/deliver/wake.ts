import { Injectable } from '@nestjs/common';

/**
 * Tells this replica's workers that something is to be done, after the commit that made it so. Workers look by
 * themselves every other second as well: a wake that is lost costs a delay, nothing else.
 */
@Injectable()
export class DeliveryWake {
  private readonly workers: (() => void)[] = [];
  private readonly spreadWorkers: (() => void)[] = [];

  /** A worker that wants to be woken. */
  onWake(work: () => void): void {
    this.workers.push(work);
  }

  wake(): void {
    for (const work of this.workers) work();
  }

  /** A worker that wants to be woken when changes were spread: deliveries and feeds' followers are due then. */
  onSpread(work: () => void): void {
    this.spreadWorkers.push(work);
  }

  spread(): void {
    for (const work of this.spreadWorkers) work();
  }
}
