import { mayConnectTo } from './address-guard.js';

describe('where an outgoing call may go', () => {
  it.each([
    '127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1',
    '198.18.0.1', '192.0.2.7', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:10.0.0.1',
    '::ffff:a00:1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', '2001::1', 'localhost', '', '10.0.0.1.evil.example',
  ])('not to %s', (address) => {
    expect(mayConnectTo(address)).toBe(false);
  });

  it.each(['93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '2a00:1450:4001::200e'])('to %s', (address) => {
    expect(mayConnectTo(address)).toBe(true);
  });
});
