import { z } from 'zod';

const moment = z.string().trim().max(40).default('');
const codes = z.string().trim().max(1_000).default('');

/** The form that sends again; moments without a zone are UTC, as the form says. `confirmed`: the count that was shown. */
export const replaying = z.object({ since: moment, until: moment, state: z.enum(['', 'failed', 'dropped', 'held', 'delivered']).default(''), sources: codes, categories: codes, confirmed: z.coerce.number().int().min(0).optional() });
export type Replaying = z.infer<typeof replaying>;

const instant = (text: string): string => (Number.isNaN(Date.parse(`${text}Z`)) ? text : new Date(`${text}Z`).toISOString());
const listOf = (text: string): string[] => text.split(/[,，、]/).map((code) => code.trim()).filter(Boolean);

/** What publish is asked for; what was left empty restricts nothing. A moment that is none is left to publish to refuse. */
export const replayOf = (form: Replaying): Readonly<Record<string, unknown>> => ({
  ...(form.since === '' ? {} : { since: instant(form.since) }),
  ...(form.until === '' ? {} : { until: instant(form.until) }),
  ...(form.state === '' ? {} : { states: [form.state] }),
  ...(form.sources === '' ? {} : { sources: listOf(form.sources) }),
  ...(form.categories === '' ? {} : { categories: listOf(form.categories) }),
});
