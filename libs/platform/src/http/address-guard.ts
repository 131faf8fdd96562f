import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no outgoing call may reach: this host, private networks, link-local (cloud metadata among them),
 * carrier NAT, benchmarks, documentation, multicast and reserved. Source: IANA special-purpose address registries.
 */
const refusedV4: readonly [string, number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
  ['224.0.0.0', 4], ['240.0.0.0', 4],
];
/** IPv6 is refused whole but for global unicast; within that, the ranges that wrap or document others. */
const refusedV6: readonly [string, number][] = [
  ['::', 3], ['4000::', 2], ['8000::', 1], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20],
];

/** Two lists, because one list also holds an IPv4 address against the IPv6 range that could wrap it. */
const blockedV4 = new BlockList();
for (const [net, prefix] of refusedV4) blockedV4.addSubnet(net, prefix, 'ipv4');
const blockedV6 = new BlockList();
for (const [net, prefix] of refusedV6) blockedV6.addSubnet(net, prefix, 'ipv6');

/** The IPv4 address inside an IPv4-mapped IPv6 one (::ffff:a.b.c.d), else the address itself. */
const unwrapped = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/** True where an outgoing call may go to this address. Anything that is not an address is refused. */
export const mayConnectTo = (address: string): boolean => {
  const plain = unwrapped(address);
  const family = isIP(plain);
  if (family === 0) return false;
  return family === 4 ? !blockedV4.check(plain, 'ipv4') : !blockedV6.check(plain, 'ipv6');
};
