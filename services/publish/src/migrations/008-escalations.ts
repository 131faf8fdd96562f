import type { Migration } from '@wiredesk/persistence';

/**
 * escalation: what a person has to be told of a subscriber, once: removals under a hold that are overdue (hold_id null:
 * under none), or that it was disabled. Whether it is still so follows from deliveries and the subscriber's state.
 */
export const escalations: Migration = {
  name: '008-escalations',
  note: 'A new table; an old version does not see it.',
  up: `
create table escalation (
  id bigserial primary key,
  subscriber_id uuid not null references subscriber,
  kind text not null check (kind in ('removals-overdue', 'disabled')),
  hold_id uuid,
  reason text,
  raised_at timestamptz not null,
  due_at timestamptz,
  attempts int not null default 0,
  mailed_at timestamptz,
  mail_error text
);
create unique index escalation_overdue on escalation (subscriber_id, hold_id) nulls not distinct where kind = 'removals-overdue';
create index escalation_due on escalation (due_at) where due_at is not null;
`,
};
