import { replayOf, replaying } from './replay-form.js';

it('restricts by what was filled in, and takes moments as UTC', () => {
  const form = replaying.parse({ since: '2026-11-24T08:00', until: '', state: 'failed', sources: 'a, b，c', categories: '' });
  expect(replayOf(form)).toEqual({ since: '2026-11-24T08:00:00.000Z', states: ['failed'], sources: ['a', 'b', 'c'] });
});

it('leaves what is no moment to publish to refuse, and asks for nothing that was not filled in', () => {
  expect(replayOf(replaying.parse({ since: 'yesterday' }))).toEqual({ since: 'yesterday' });
  expect(replayOf(replaying.parse({}))).toEqual({});
});
