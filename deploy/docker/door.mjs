/**
 * The ports of the compose file: takes connections and carries them to a replica of the service, another one each time.
 * A port of the host can belong to one container only; with this one in between, `--scale publish=2` needs no edit.
 * Reads DOOR: `port=host:port` pairs, separated by spaces. No HTTP is looked at, nothing is kept.
 */
import { resolve4 } from 'node:dns/promises';
import { connect, createServer, isIP } from 'node:net';

const connectTimeoutMs = 3_000;
const connectionsMax = 2_000;
const addressesKeptMs = 2_000;

const doors = (process.env.DOOR ?? '').split(/\s+/).filter(Boolean).map((text) => {
  const [, port, host, to] = /^(\d{1,5})=([^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (!port) {
    process.stderr.write(`DOOR has "${text}": give port=host:port, separated by spaces\n`);
    process.exit(78);
  }
  return { port: Number(port), host, to: Number(to), next: 0, addresses: [], askedAtMs: Number.NEGATIVE_INFINITY };
});
if (doors.length === 0) {
  process.stderr.write('DOOR is missing: give port=host:port, separated by spaces\n');
  process.exit(78);
}

/** The replicas, asked of the DNS again every two seconds; the last answer where it does not answer. */
const addressesOf = async (door) => {
  if (isIP(door.host)) return [door.host];
  if (performance.now() - door.askedAtMs < addressesKeptMs) return door.addresses;
  door.askedAtMs = performance.now();
  try {
    door.addresses = (await resolve4(door.host)).sort();
  } catch (error) {
    if (door.addresses.length === 0) process.stderr.write(`${door.host} has no address: ${error.code}\n`);
  }
  return door.addresses;
};

/** A connection to one of them, beginning with the next in turn; undefined where none takes it. */
const reach = async (door) => {
  const addresses = await addressesOf(door);
  for (let tried = 0; tried < addresses.length; tried += 1) {
    const host = addresses[door.next++ % addresses.length];
    const socket = connect({ host, port: door.to, noDelay: true });
    const connected = await new Promise((done) => {
      const timer = setTimeout(() => done(false), connectTimeoutMs);
      socket.once('connect', () => done(true)).once('error', () => done(false)).once('close', () => clearTimeout(timer));
      socket.once('connect', () => clearTimeout(timer));
    });
    if (connected) return socket;
    socket.destroy();
  }
  return undefined;
};

const servers = doors.map((door) => {
  // Paused until the other side is there: what comes before stays in the system's buffer.
  const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true }, async (inside) => {
    inside.on('error', () => inside.destroy());
    const outside = await reach(door);
    if (!outside || inside.destroyed) {
      outside?.destroy();
      inside.destroy();
      return;
    }
    outside.on('error', () => inside.destroy());
    inside.on('close', () => outside.destroy());
    outside.on('close', () => inside.destroy());
    inside.pipe(outside);
    outside.pipe(inside);
    inside.resume();
  });
  server.maxConnections = connectionsMax;
  server.on('error', (error) => {
    process.stderr.write(`port ${door.port}: ${error.message}\n`);
    process.exit(1);
  });
  return server.listen(door.port, () => process.stdout.write(`port ${server.address().port} to ${door.host}:${door.to}\n`));
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    for (const server of servers) server.close();
    setTimeout(() => process.exit(0), 500);
  });
}
