import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { id } from '../fields.js';
import { topics } from '../topics.js';

/**
 * A notice or order from a system of the house: a contract department, a legal desk, a partner's gateway. `notice` is the
 * body of `POST /v1/takedowns`, field by field, and rights reads it by the same schema and judges it by the same rules:
 * what may write onto the topic is believed no more than anybody else. One that cannot be read goes to the dead letters
 * with its reason. `noticeId` is the sender's: the same one is taken once, however often it comes.
 */
export const noticeFiledV1 = defineEvent({
  type: 'notice.filed',
  version: 1,
  topic: topics.notices,
  title: 'Somebody files a notice about what must not be shown',
  keyOf: (data) => data.noticeId,
  data: z.looseObject({
    noticeId: id,
    notice: z.looseObject({}),
  }),
  sample: {
    noticeId: '01934d10-2222-7000-8000-0000000000cc',
    notice: {
      type: 'copyright',
      regime: 'US_512',
      claimant: { name: 'Ada Holder', role: 'owner', email: 'ada@holder.example', address: '1 Mill Lane, Northfield', phone: '+1 555 0100' },
      works: [{ title: 'The original', urls: ['https://holder.example/original'] }],
      targets: [{ url: 'https://portal.example/articles/01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968' }],
      statements: { goodFaith: true, accuracy: true, authorityUnderPerjury: true },
      signature: 'Ada Holder',
    },
  },
});
export type NoticeFiled = DataOf<typeof noticeFiledV1>;
