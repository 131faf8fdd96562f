/** How far one topic was read, in messages. */
export interface TopicProgress {
  readonly read: number;
  readonly of: number;
}

/** As `GET /v1/replay` of a service answers. */
export type ReplayState =
  | { readonly state: 'idle' }
  | { readonly state: 'reading' | 'swapping' | 'done'; readonly startedAt: string; readonly endedAt?: string; readonly topics: Readonly<Record<string, TopicProgress>> }
  | { readonly state: 'failed'; readonly startedAt: string; readonly endedAt: string; readonly reason: string };

const barChars = 30;

/** One line: a bar over all topics, and what is read. */
export const progressLine = (topics: Readonly<Record<string, TopicProgress>>): string => {
  const all = Object.values(topics);
  const [read, of] = [all.reduce((sum, one) => sum + one.read, 0), all.reduce((sum, one) => sum + one.of, 0)];
  const share = of === 0 ? 1 : read / of;
  const filled = Math.floor(share * barChars);
  return `[${'#'.repeat(filled)}${'.'.repeat(barChars - filled)}] ${Math.floor(share * 100)} %  ${read} of ${of} messages`;
};
