import type { Grant } from './grants.js';

/** What a policy allows, in the words of a grant. */
export type PolicyTerms = Pick<Grant, 'channels' | 'territories' | 'languages' | 'from' | 'until' | 'credit'>;
export type ReadPolicy = { readonly kind: 'terms'; readonly terms: PolicyTerms } | { readonly kind: 'none'; readonly detail: string } | { readonly kind: 'unreadable'; readonly detail: string };

type Json = Readonly<Record<string, unknown>>;
const rulesMax = 20;
const constraintsMax = 20;

/** Actions of the ODRL vocabulary that we do, and where. */
const channelsOfAction: Readonly<Record<string, readonly string[]>> = { use: ['*'], display: ['portal'], present: ['portal'], distribute: ['feed', 'api', 'webhook'], aggregate: ['portal'], index: ['portal'] };

class Unreadable extends Error {}

/**
 * Reads an ODRL 2.2 policy or RightsML 2.0 expression, in a subset and carefully (rights reference §2.1): permissions
 * for `use`, `display`, `distribute`, with constraints on `dateTime`, `spatial`, `deliveryChannel` and `language`, and the
 * duty to `attribute`. What is not understood is not allowed: an unknown action, operand or operator, any other duty, a
 * prohibition that cannot be said in these terms, and a policy whose rules contradict each other, which is void
 * unless it says that prohibitions win (`conflict: "prohibit"`).
 */
export const readPolicy = (policy: unknown): ReadPolicy => {
  try {
    return readRules(asObject(policy, 'the policy'));
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', detail: error.message };
    throw error;
  }
};

const readRules = (policy: Json): ReadPolicy => {
  if (policy['inheritFrom'] !== undefined) throw new Unreadable('a policy that inherits from another is not followed');
  const permissions = rulesOf(policy['permission']);
  const prohibitions = rulesOf(policy['prohibition']);
  if (rulesOf(policy['obligation']).length > 0) throw new Unreadable('obligations of the whole policy are not understood');
  if (permissions.length === 0) return { kind: 'none', detail: 'the policy permits nothing' };
  const concerning = prohibitions.filter((rule) => actionsOf(rule).some((action) => channelsOfAction[action] !== undefined));
  if (concerning.length > 0) {
    if (nameOf(policy['conflict']) !== 'prohibit') return { kind: 'none', detail: 'its permissions and prohibitions conflict, which voids it (ODRL 2.2 §2.7)' };
    if (concerning.some((rule) => constraintsOf(rule).length > 0)) throw new Unreadable('a prohibition with constraints is not understood');
    return { kind: 'none', detail: 'what it permits it also prohibits' };
  }
  const read = permissions.map(termsOf);
  const [first, ...rest] = read;
  if (!first) return { kind: 'none', detail: 'the policy permits nothing' };
  const bounds = (terms: PolicyTerms): string => JSON.stringify({ ...terms, channels: null });
  if (rest.some((terms) => bounds(terms) !== bounds(first))) throw new Unreadable('permissions within different bounds are not understood; give one policy each');
  const channels = [...new Set(read.flatMap((terms) => terms.channels))];
  return { kind: 'terms', terms: { ...first, channels: channels.includes('*') ? ['*'] : channels.sort() } };
};

const termsOf = (rule: Json): PolicyTerms => {
  const actions = actionsOf(rule);
  const unknown = actions.find((action) => channelsOfAction[action] === undefined);
  if (unknown !== undefined || actions.length === 0) throw new Unreadable(`the action "${unknown ?? ''}" is not understood`);
  let channels = actions.flatMap((action) => channelsOfAction[action] ?? []);
  let terms: Omit<PolicyTerms, 'channels'> = { territories: ['*'], languages: ['*'], from: null, until: null, credit: creditOf(rule) };
  for (const constraint of constraintsOf(rule)) {
    const [operand, operator] = [nameOf(constraint['leftOperand']), nameOf(constraint['operator'])];
    const right = constraint['rightOperand'];
    if (operand === 'dateTime') terms = { ...terms, ...window(operator, right, terms) };
    else if (operand === 'spatial') terms = { ...terms, territories: listOf(operator, right, operand).map(countryOf) };
    else if (operand === 'language') terms = { ...terms, languages: listOf(operator, right, operand) };
    else if (operand === 'deliveryChannel') {
      const wanted = listOf(operator, right, operand);
      channels = channels.includes('*') ? wanted : channels.filter((channel) => wanted.includes(channel));
      if (channels.length === 0) throw new Unreadable('its actions and delivery channels have nothing in common');
    } else throw new Unreadable(`the constraint "${operand}" is not understood`);
  }
  return { ...terms, channels };
};

const window = (operator: string, right: unknown, before: { from: string | null; until: string | null }): { from?: string; until?: string } => {
  const text = valueOf(right);
  if (Number.isNaN(Date.parse(text)) || !/^\d{4}-\d{2}-\d{2}/.test(text)) throw new Unreadable(`"${text}" is no time`);
  const at = new Date(text).toISOString();
  if ((operator === 'gt' || operator === 'gteq') && before.from === null) return { from: at };
  // `lteq` a date without a time would be the whole day: the narrower reading ends with its beginning.
  if ((operator === 'lt' || operator === 'lteq') && before.until === null) return { until: at };
  throw new Unreadable(`dateTime with "${operator}" is not understood`);
};

const listOf = (operator: string, right: unknown, operand: string): string[] => {
  if (operator !== 'eq' && operator !== 'isAnyOf') throw new Unreadable(`${operand} with "${operator}" is not understood`);
  const values = (Array.isArray(right) ? right : [right]).map(valueOf);
  if (values.length === 0 || values.length > 64 || values.some((value) => value === '')) throw new Unreadable(`${operand} names nothing`);
  return values;
};

/** ISO 3166 alpha-2, or alpha-3 as IPTC's vocabulary has it. */
const threeLetters: Readonly<Record<string, string>> = { CHN: 'CN', HKG: 'HK', MAC: 'MO', TWN: 'TW', USA: 'US', GBR: 'GB', DEU: 'DE', FRA: 'FR', ITA: 'IT', ESP: 'ES', NLD: 'NL', BEL: 'BE', AUT: 'AT', CHE: 'CH', POL: 'PL', SWE: 'SE', DNK: 'DK', FIN: 'FI', NOR: 'NO', IRL: 'IE', PRT: 'PT', GRC: 'GR', CZE: 'CZ', HUN: 'HU', JPN: 'JP', KOR: 'KR', SGP: 'SG', IND: 'IN', AUS: 'AU', NZL: 'NZ', CAN: 'CA', BRA: 'BR', ZAF: 'ZA', RUS: 'RU' };
const countryOf = (value: string): string => {
  const code = (value.split(/[/#]/).at(-1) ?? '').toUpperCase();
  const found = /^[A-Z]{2}$/.test(code) ? code : threeLetters[code];
  if (found === undefined) throw new Unreadable(`the territory "${value.slice(0, 80)}" is not understood`);
  return found;
};

const creditOf = (rule: Json): string | null => {
  let credit: string | null = null;
  for (const duty of rulesOf(rule['duty'])) {
    if (actionsOf(duty).join() !== 'attribute') throw new Unreadable(`the duty "${actionsOf(duty).join()}" is not understood`);
    const party = duty['attributedParty'] ?? duty['attributingParty'];
    credit = party === undefined ? credit : valueOf(party).slice(0, 200);
  }
  return credit;
};

const asObject = (value: unknown, what: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(`${what} is no object`);
  return value as Json;
};
const rulesOf = (value: unknown): Json[] => {
  const rules = value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
  if (rules.length > rulesMax) throw new Unreadable(`more than ${rulesMax} rules`);
  return rules.map((rule) => asObject(rule, 'a rule'));
};
const constraintsOf = (rule: Json): Json[] => {
  const constraints = rulesOf(rule['constraint']);
  if (constraints.length > constraintsMax || constraints.some((one) => one['and'] !== undefined || one['or'] !== undefined || one['xone'] !== undefined)) throw new Unreadable('constraints that are put together by logic are not understood');
  if (rule['refinement'] !== undefined) throw new Unreadable('refinements are not understood');
  return constraints;
};
const actionsOf = (rule: Json): string[] =>
  (Array.isArray(rule['action']) ? (rule['action'] as unknown[]) : [rule['action']]).map((action) => {
    if (typeof action === 'object' && action !== null && 'refinement' in action) throw new Unreadable('an action that is refined is not understood');
    return nameOf(action);
  });
/** The last part of a name: `odrl:display`, `http://www.w3.org/ns/odrl/2/display` and `display` are the same. */
const nameOf = (value: unknown): string => valueOf(value).split(/[:/#]/).at(-1) ?? '';
const valueOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { '@id': id, '@value': literal, uid, name } = value as Json;
    const found = [literal, name, uid, id].find((one) => typeof one === 'string');
    if (typeof found === 'string') return found.trim();
  }
  if (value === undefined || value === null) return '';
  throw new Unreadable('a value that is no text is not understood');
};
