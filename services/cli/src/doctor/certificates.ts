import { connect } from 'node:tls';

import type { Certificate } from './decide.js';

const answerWithinMs = 3_000;

/** When the certificate of an https address ends, whoever signed it; undefined where nobody answers by TLS. Nothing is sent. */
export const certificateOf = (url: URL, nowMs: number): Promise<Certificate | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port || 443), servername: url.hostname, rejectUnauthorized: false });
    const end = (found: Certificate | undefined): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(answerWithinMs, () => end(undefined)).once('error', () => end(undefined));
    socket.once('secureConnect', () => {
      const endsMs = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(endsMs) ? undefined : { host: url.host, daysLeft: Math.floor((endsMs - nowMs) / 86_400_000) });
    });
  });
