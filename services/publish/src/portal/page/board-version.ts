import { Injectable } from '@nestjs/common';

/**
 * Grows when this replica commits a change of what is public. Lists that were built before are built anew; what other
 * replicas commit is seen by age (`PageCache`).
 */
@Injectable()
export class BoardVersion {
  private count = 0;

  get version(): number {
    return this.count;
  }

  bump(): void {
    this.count += 1;
  }
}
