import { catalogue, type AnyContract } from './catalogue.js';
import { jsonSchemaOf } from './json-schema.js';
import { deadLetterTopicDefinitions, topicDefinitions, type TopicDefinition } from './topics.js';

const topicRow = (topic: TopicDefinition): string =>
  `| \`${topic.name}\` | ${topic.key} | ${topic.cleanup === 'compact' ? 'compact' : `delete, ${topic.retentionDays} days`} | ${topic.partitions ?? 'default (12)'} | ${topic.producer} |`;

const typeOf = (schema: Readonly<Record<string, unknown>>): string => {
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[]).map((value) => `\`${String(value)}\``).join(', ');
  if ('const' in schema) return `\`${String(schema['const'])}\``;
  const branches = (schema['anyOf'] ?? schema['oneOf']) as Readonly<Record<string, unknown>>[] | undefined;
  if (branches) return branches.map(typeOf).join(' or ');
  if (schema['type'] === 'array') return `list of ${typeOf((schema['items'] ?? {}) as Readonly<Record<string, unknown>>)}`;
  if (schema['type'] === 'object') return kindOf(schema);
  if (schema['format'] === 'date-time') return 'instant';
  return String(schema['type'] ?? 'any');
};

const kindOf = (schema: Readonly<Record<string, unknown>>): string => {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return properties.length === 0 ? 'object' : `{ ${properties.map(([name, field]) => `${name}: ${typeOf(field)}`).join('; ')} }`;
};

const fieldRows = (contract: AnyContract): string => {
  const properties = jsonSchemaOf(contract)['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.entries(properties)
    .map(([name, schema]) => `| \`${name}\` | ${typeOf(schema).replaceAll('|', '\\|')} |`)
    .join('\n');
};

const section = (contract: AnyContract): string =>
  `## ${contract.type} (version ${contract.version})

${contract.title}. Topic \`${contract.topic}\`.

| field | type |
|---|---|
${fieldRows(contract)}

\`\`\`json
${JSON.stringify(contract.sample, null, 2)}
\`\`\`
`;

/** The text of docs/events.md: every topic and event, from the contracts themselves. */
export const renderEventsPage = (): string => `# Events

Generated from \`libs/contracts\` by \`npm run contracts\`; a test fails when it is stale. Do not edit.

Events are CloudEvents 1.0 in binary mode: the attributes are Kafka headers (\`ce_id\`, \`ce_type\`, \`ce_source\`,
\`ce_time\`, \`ce_subject\`, \`ce_specversion\`, \`traceparent\`), the value is the JSON below. They are thin (at most
1 KiB): texts and pictures are read from the content store by (itemId, revision). Delivery is at least once; a consumer
tells events apart by \`ce_id\`, and states of one thing by the counter that the event carries (\`revision\`,
\`placement\`, \`clearance\`, \`seq\`, \`publication\`, \`step\`): the greater wins.

The one that is not ours and not thin is \`payload.offered\`: what an upstream inside the house sends onto
\`wiredesk.intake.v1\` carries its body (ingest's README says how it is signed, and what becomes of it).

## Topics

| topic | key | cleanup | partitions | producer |
|---|---|---|---|---|
${[...topicDefinitions, ...deadLetterTopicDefinitions].map(topicRow).join('\n')}

## Evolution

A version is frozen once it is released (\`v1.frozen.json\` beside it). Under the same version a field may be added if it
is optional; nothing is removed, renamed, retyped or made required. Anything else is a new version with a type and file
of its own, produced beside the old one until nobody reads that. Consumers ignore fields that they do not know.

${catalogue.map(section).join('\n')}`;
