import { Socket } from 'node:net';

type Callback = (error?: Error | null) => void;

/**
 * A socket that sends what is written within one turn of the event loop in one system call. Statements that are asked
 * together then leave together: a system call, and the waking of the server at its other end, costs more than most of
 * our statements.
 */
export class OneWritePerTurn extends Socket {
  private held = false;

  override write(chunk: string | Uint8Array, encodingOrCallback?: BufferEncoding | Callback, callback?: Callback): boolean {
    if (!this.held) {
      this.held = true;
      this.cork();
      process.nextTick(() => {
        this.held = false;
        this.uncork();
      });
    }
    return typeof encodingOrCallback === 'function' ? super.write(chunk, encodingOrCallback) : super.write(chunk, encodingOrCallback, callback);
  }
}
