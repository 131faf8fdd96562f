/** Reads on where a log file grows. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

const everyMs = 300;
const bytesMax = 64 * 1024;

const sizeOf = (file) => (existsSync(file) ? statSync(file).size : 0);

/** Calls `onLine` for each line that is added from now on, until the process ends. At most 64 KB are read at a time. */
export const follow = (file, onLine) => {
  let at = sizeOf(file);
  let rest = Buffer.alloc(0);
  const read = () => {
    const size = sizeOf(file);
    // It was moved aside because it had grown too large.
    if (size < at) at = 0;
    if (size === at) return;
    const buffer = Buffer.alloc(Math.min(size - at, bytesMax));
    const handle = openSync(file, 'r');
    at += readSync(handle, buffer, 0, buffer.length, at);
    closeSync(handle);
    rest = Buffer.concat([rest, buffer]);
    // Whole lines only: a character may be cut where the file was.
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      onLine(rest.toString('utf8', 0, end));
      rest = rest.subarray(end + 1);
    }
  };
  setInterval(read, everyMs).unref();
};
