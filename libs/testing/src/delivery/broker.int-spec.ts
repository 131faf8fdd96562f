import { chaosBroker, kafkajsBroker, type Broker } from '@wiredesk/messaging';

import { describeBrokerContract } from '../broker-contract.js';
import { silentLog, testCluster } from '../index.js';

const kafka = (): Broker => kafkajsBroker({ brokers: testCluster().brokers, clientId: 'contract', fetchWaitMs: 250, log: silentLog });

describeBrokerContract('kafkajs', kafka, { once: true, partlyDone: true });
describeBrokerContract('kafkajs, twice and out of order across keys', () => chaosBroker(kafka(), { duplicate: true, reorder: 'across-keys' }), { once: false, partlyDone: false });
