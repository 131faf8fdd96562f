import { topicDefinitions } from '@wiredesk/contracts';

import type { Broker } from '../kafka/port.js';

/** Throws, with what to do, where a topic is not there, or has not the number of partitions on which its order rests. */
export const assertTopic = async (broker: Broker, prefix: string, topic: string): Promise<void> => {
  const name = prefix + topic;
  if (!(await broker.listTopics()).includes(name)) throw new Error(`topic ${name} does not exist; run the topics job`);
  const wanted = topicDefinitions.find((definition) => definition.name === topic)?.partitions;
  if (wanted === undefined) return;
  const found = (await broker.endsOf(name)).length;
  if (found !== wanted) throw new Error(`topic ${name} has ${found} partitions and must have ${wanted}, or its events have no one order; make it anew by the topics job`);
};
