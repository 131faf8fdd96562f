export { testCluster, withAdmin, type TestCluster } from './cluster.js';
export { testDatabase, testRolePassword, type TestDatabase, type TestDatabaseOptions } from './database.js';
export { dropTestTopics, ensureTestTopics, sendTestMessages, silentLog, testKafka, type TestKafka } from './kafka.js';
export { ownKafka, whyNoOwnKafka, type OwnKafka } from './own-kafka.js';
export { startTestService, testTokens, type TestServiceOptions } from './service.js';
export { eventually, fakeClock, type FakeClock } from './time.js';
