import type { SubscriberView } from './subscriber-answers.js';

/** What a subscriber in the list is marked with; it may have several. */
export type Mark = 'disabled' | 'warned' | 'failing' | 'paused' | 'active' | 'uncertified';

/** The gravest first. `warned`: it has gone half of the way to being disabled. */
export const marksOf = (subscriber: Pick<SubscriberView, 'state' | 'disablingPercent' | 'failures' | 'certifiedAt'>): Mark[] => {
  const { state, disablingPercent, failures, certifiedAt } = subscriber;
  const marks: Mark[] = [];
  if (state === 'disabled') marks.push('disabled');
  if (state === 'active' && disablingPercent >= 50) marks.push('warned');
  else if (state === 'active' && failures > 0) marks.push('failing');
  if (state === 'paused') marks.push('paused');
  if (state === 'active' && marks.length === 0) marks.push('active');
  if (certifiedAt === null) marks.push('uncertified');
  return marks;
};

export const marks: readonly Mark[] = ['disabled', 'warned', 'failing', 'paused', 'active', 'uncertified'];
