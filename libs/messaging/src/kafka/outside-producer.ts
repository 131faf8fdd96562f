import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';

import { Kafka, logLevel, type SASLOptions } from 'kafkajs';

import type { MessagingLog, WireMessage } from './port.js';

export interface OutsideProducerOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: boolean;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string } | undefined;
  /** Opens each connection, to brokers that the cluster names as well: an outside cluster may name any address. */
  readonly connect: (host: string, port: number) => Socket;
  readonly log: MessagingLog;
}

export interface OutsideProducer {
  /** Sends in this order; returns `partition@offset` of the first. Throws where the cluster did not take it. */
  send(topic: string, messages: readonly WireMessage[]): Promise<string>;
  close(): Promise<void>;
}

const keepAliveMs = 60_000;

/** Writes into topics of a cluster that is somebody else's: acknowledged by all its replicas, never making a topic. */
export const outsideProducer = async (options: OutsideProducerOptions): Promise<OutsideProducer> => {
  const { log } = options;
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ssl: options.tls,
    ...(options.sasl ? { sasl: options.sasl as SASLOptions } : {}),
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    // Whoever calls tries again by a schedule of its own.
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 2 },
    socketFactory: ({ host, port, ssl, onConnect }) => {
      const plain = options.connect(host, port);
      const socket = options.tls ? tlsConnect({ socket: plain, servername: host, ...ssl }, onConnect) : plain.on('connect', onConnect);
      // An error of the connection below would otherwise be nobody's.
      if (socket !== plain) plain.on('error', (error) => socket.destroy(error));
      return socket.setKeepAlive(true, keepAliveMs);
    },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => log.debug({ kafka: entry.log.message, error: entry.log['error'] as unknown }, 'an outside Kafka'),
  });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    await producer.connect();
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
  return {
    send: async (topic, messages) => {
      const [answer] = await producer.send({ topic, acks: -1, messages: messages.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })) });
      return `${answer?.partition ?? 0}@${answer?.baseOffset ?? '?'}`;
    },
    close: () => producer.disconnect(),
  };
};
