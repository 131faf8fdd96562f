import { adviceOf } from './advice.decide.js';

const copy = (state: string, subscriberId: string | null = null, surface = 'webhook') => ({ state, subscriberId, surface });

it('says what to do about each kind of what is missing, the most urgent first', () => {
  expect(adviceOf([copy('owed', 's1'), copy('delivered', 's1'), copy('overdue', 's2'), copy('overdue', 's2'), copy('overdue', null, 'home'), copy('unreachable', 's3')])).toEqual([
    { advice: 'reach', surface: 'webhook', subscriberId: 's3', copies: 1 },
    { advice: 'call', surface: 'webhook', subscriberId: 's2', copies: 2 },
    { advice: 'look', surface: 'home', subscriberId: null, copies: 1 },
    { advice: 'remind', surface: 'webhook', subscriberId: 's1', copies: 1 },
    { advice: 'wait', surface: 'webhook', subscriberId: 's1', copies: 1 },
  ]);
});

it('has nothing to say where nothing is missing', () => {
  expect(adviceOf([])).toEqual([]);
});
