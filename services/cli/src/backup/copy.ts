import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** What of a pg connection a copy needs. https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY */
interface WireConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  readonly stream: Readable & Writable;
}

/** A pg client, as far as a copy needs it: it takes whatever has a `submit`. */
export interface CopyClient {
  query(work: object): unknown;
}

abstract class Copy {
  /** Settles when the server is ready for the next statement. */
  readonly done: Promise<void>;
  private settle: { resolve: () => void; reject: (error: Error) => void } = { resolve: () => undefined, reject: () => undefined };
  protected failure: Error | undefined;

  constructor(protected readonly sql: string) {
    this.done = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  submit(connection: WireConnection): void {
    connection.query(this.sql);
  }

  handleError(error: Error): void {
    this.failure ??= error;
    this.settle.reject(this.failure);
  }

  handleReadyForQuery(): void {
    if (this.failure) this.settle.reject(this.failure);
    else this.settle.resolve();
  }

  // Messages of the protocol that mean nothing here.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCommandComplete(): void {}
}

class CopyOut extends Copy {
  constructor(
    sql: string,
    private readonly target: Writable,
  ) {
    super(sql);
  }

  /** Slower targets slow the server down: nothing is read from it while they are full. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }, connection: WireConnection): void {
    // A copy: the chunk lies in the parser's own buffer, which is written over while a slow target still has it.
    if (this.target.write(Buffer.from(chunk))) return;
    connection.stream.pause();
    this.target.once('drain', () => connection.stream.resume());
  }

  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail('this copy only reads');
  }
}

class CopyIn extends Copy {
  constructor(
    sql: string,
    private readonly source: Readable,
  ) {
    super(sql);
  }

  handleCopyData(): void {}

  handleCopyInResponse(connection: WireConnection): void {
    void this.send(connection).catch((error: Error) => {
      this.failure = error;
      connection.sendCopyFail(error.message);
    });
  }

  private async send(connection: WireConnection): Promise<void> {
    for await (const chunk of this.source as AsyncIterable<Buffer>) {
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  }
}

/** Runs `copy … to stdout` into a stream, which stays open. Throws the server's error. */
export const copyOut = async (client: CopyClient, sql: string, target: Writable): Promise<void> => {
  const copy = new CopyOut(sql, target);
  client.query(copy);
  await copy.done;
};

/** Runs `copy … from stdin` with all of a stream. Throws the server's error, or the stream's. */
export const copyIn = async (client: CopyClient, sql: string, source: Readable): Promise<void> => {
  const copy = new CopyIn(sql, source);
  client.query(copy);
  await copy.done;
};
