import { shownRequest } from './request.decide.js';

const message = { type: 'article.published', timestamp: '2026-11-24T08:00:00.000Z', data: { itemId: 'i1', title: 'The tide gate', abstract: 'It opens.', sequence: 3 } };
const given = { url: 'https://taker.example/in', ownHeaders: ['x-key'], deliveryId: 'd1', message, isShown: true };

it('shows what was sent, and hides what proves it', () => {
  expect(shownRequest(given)).toMatchObject({ url: 'https://taker.example/in', headers: { 'webhook-id': 'd1', 'webhook-signature': '(not shown)', 'x-key': '(not shown)' }, body: { data: { title: 'The tide gate', sequence: 3 } }, isWithheld: false });
});

it('does not repeat an article that is down', () => {
  expect(shownRequest({ ...given, isShown: false })).toMatchObject({ body: { data: { itemId: 'i1', title: '(not shown)', abstract: '(not shown)', sequence: 3 } }, isWithheld: true });
});

it('shows a removal whole, but for the token by which it is acknowledged', () => {
  const removal = { ...message, type: 'article.taken_down', data: { itemId: 'i1', ackUrl: 'https://news.example/v1/acknowledgements/s3cr3t' } };
  expect(shownRequest({ ...given, message: removal, isShown: false })).toMatchObject({ body: { data: { ackUrl: 'https://news.example/v1/acknowledgements/(not shown)' } }, isWithheld: false });
});
