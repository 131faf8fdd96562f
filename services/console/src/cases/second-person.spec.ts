import { openDecisions } from './second-person.decide.js';

const targets = [
  { ordinal: 0, decidedBy: 'officer:li', decisions: ['complaint-founded', 'supersede'] },
  { ordinal: 1, decidedBy: 'officer:wang', decisions: ['complaint-founded', 'supersede'] },
  { ordinal: 2, decidedBy: null, decisions: ['uphold'] },
];

it('lets nobody decide the complaint about their own decision, and everything else', () => {
  expect(openDecisions(targets, 'li')).toEqual([
    { name: 'complaint-founded', targets: [1], othersOnly: [0] },
    { name: 'supersede', targets: [0, 1], othersOnly: [] },
    { name: 'uphold', targets: [2], othersOnly: [] },
  ]);
  expect(openDecisions(targets, 'chen')[0]).toEqual({ name: 'complaint-founded', targets: [0, 1], othersOnly: [] });
});
