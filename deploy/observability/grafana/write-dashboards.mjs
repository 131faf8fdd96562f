/**
 * Writes the dashboards that Grafana is provisioned with, from what is told here: `node
 * deploy/observability/grafana/write-dashboards.mjs`, with `--check` only says whether they are current. A dashboard as
 * Grafana keeps it is some thousand lines of which ten are ours.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'dashboards');
const quantiles = [0.5, 0.95, 0.99];

const series = (expr, legend) => ({ expr, legend });
/** Three quantiles of a histogram of seconds, per label. */
const percentiles = (name, by = [], selector = '') =>
  quantiles.map((q) => series(`histogram_quantile(${q}, sum by (${[...by, 'le'].join(', ')}) (rate(${name}_bucket${selector}[$__rate_interval])))`, [`p${q * 100}`, ...by.map((label) => `{{${label}}}`)].join(' ')));
const perMinute = (name, by = [], selector = '') => series(`60 * sum${by.length ? ` by (${by.join(', ')})` : ''} (rate(${name}${selector}[$__rate_interval]))`, by.map((label) => `{{${label}}}`).join(' '));
const highest = (name, by = ['service'], selector = '') => series(`max by (${by.join(', ')}) (${name}${selector})`, by.map((label) => `{{${label}}}`).join(' '));

const graph = (title, unit, description, ...targets) => ({ kind: 'timeseries', title, unit, description, targets });
const figure = (title, unit, description, thresholds, ...targets) => ({ kind: 'stat', title, unit, description, thresholds, targets });
const red = (at) => [{ color: 'green', value: null }, { color: 'red', value: at }];

const dashboards = [
  {
    uid: 'wiredesk-funnel',
    title: 'Wiredesk: funnel',
    panels: [
      figure('Pushes a minute', 'short', 'Accepted by ingest.', undefined, series('60 * sum(rate(wiredesk_ingest_pushes_total[5m]))', 'pushes')),
      figure('Events behind', 'short', 'Not handled yet, all groups and topics.', red(5_000), series('sum(max by (service, topic) (wiredesk_consumer_lag_messages))', 'lag')),
      figure('Dead letters', 'short', 'Wait for an operator.', red(1), series('sum(max by (service) (wiredesk_dead_letters))', 'letters')),
      figure('Standing holds', 'short', 'By class.', undefined, highest('wiredesk_holds', ['class'])),
      graph('Through each step, a minute', 'short', 'Events handled, by who handled them and which topic they came on.', perMinute('wiredesk_events_handled_total', ['service', 'topic'])),
      graph('What texts turn out to be, a minute', 'short', 'Placements by relation.', perMinute('wiredesk_placements_total', ['relation'])),
      graph('What waits for a person', 'short', 'Quarantine, reviews, cases.', series('max(wiredesk_ingest_quarantined)', 'quarantine'), highest('wiredesk_ingest_reviews', ['kind']), series('max(wiredesk_cases_open)', 'open cases')),
      graph('Sources', 'short', 'Silent for longer than ever before; notices that they have not got.', series('max(wiredesk_ingest_quiet_sources)', 'quiet'), series('max(wiredesk_ingest_notices_waiting)', 'notices waiting')),
      graph('Deliveries not finished', 'short', 'By lane (0: removals) and state.', highest('wiredesk_deliveries', ['lane', 'state'])),
      graph('Attempts a minute', 'short', 'By outcome.', perMinute('wiredesk_delivery_attempts_total', ['lane', 'outcome'])),
      graph('Subscribers', 'short', 'By state.', highest('wiredesk_subscribers', ['state'])),
      graph('Pages asked for, a minute', 'short', 'By where they came from.', perMinute('wiredesk_portal_pages_total', ['from'])),
    ],
  },
  {
    uid: 'wiredesk-latency',
    title: 'Wiredesk: latency',
    panels: [
      graph('From a push to the page', 's', 'First revisions; an embargo counts as waiting.', ...percentiles('wiredesk_push_to_page_seconds')),
      graph('Each hop, 95th percentile', 's', 'From an event to the commit of what it caused.', series('histogram_quantile(0.95, sum by (service, topic, le) (rate(wiredesk_event_age_seconds_bucket[$__rate_interval])))', '{{topic}} in {{service}}')),
      graph('One transaction over a chunk, 95th percentile', 's', 'If this grows, it is the database.', series('histogram_quantile(0.95, sum by (service, topic, le) (rate(wiredesk_chunk_seconds_bucket[$__rate_interval])))', '{{topic}} in {{service}}')),
      graph('The transaction that a push waits for', 's', 'Group commit of ingest.', ...percentiles('wiredesk_ingest_group_seconds')),
      graph('Requests, 95th percentile', 's', 'By service.', series('histogram_quantile(0.95, sum by (service, le) (rate(wiredesk_http_request_seconds_bucket[$__rate_interval])))', '{{service}}')),
      graph('Requests a second', 'reqps', 'By service and class of status.', series('sum by (service, status) (rate(wiredesk_http_request_seconds_count[$__rate_interval]))', '{{service}} {{status}}')),
      graph('Until a subscriber has it', 's', 'By lane.', ...percentiles('wiredesk_delivery_seconds', ['lane'])),
      graph('Busy with itself', 's', 'Event loop, 99th percentile.', highest('nodejs_eventloop_lag_p99_seconds')),
      graph('Processor', 'percentunit', 'Of one core.', series('sum by (service) (rate(process_cpu_seconds_total[$__rate_interval]))', '{{service}}')),
      graph('Memory', 'bytes', 'Resident; the limit is 384 MiB.', highest('process_resident_memory_bytes')),
    ],
  },
  {
    uid: 'wiredesk-takedown',
    title: 'Wiredesk: takedown SLO',
    panels: [
      figure('Dark within 5 s', 'percentunit', 'Of the takedowns of the last day, from the notice to the first dark page. Objective: 95 %.', [{ color: 'red', value: null }, { color: 'green', value: 0.95 }], series('sum(increase(wiredesk_takedown_seconds_bucket{step="dark",le="5"}[1d])) / sum(increase(wiredesk_takedown_seconds_count{step="dark"}[1d]))', 'share')),
      figure('Median until the first page is dark', 's', 'Over a day.', undefined, series('histogram_quantile(0.5, sum by (le) (increase(wiredesk_takedown_seconds_bucket{step="dark"}[1d])))', 'median')),
      figure('Coverage', 'percentunit', 'Of the copies that became owed within a day, the share that was proven gone.', [{ color: 'red', value: null }, { color: 'green', value: 0.99 }], series('sum(increase(wiredesk_recall_states_total{state=~"acknowledged|verified_gone"}[1d])) / sum(increase(wiredesk_recall_states_total{state="owed"}[1d]))', 'share')),
      figure('Age of the gate', 's', 'What the oldest replica knows of holds. At 300 s it shows nothing.', red(30), series('max(wiredesk_hold_lane_age_seconds)', 'age')),
      graph('From the notice until …', 's', 'The hold stood, the first page was dark, the last copy was proven gone; 95th percentile.', series('histogram_quantile(0.95, sum by (step, le) (rate(wiredesk_takedown_seconds_bucket[$__rate_interval])))', '{{step}}')),
      graph('Copies not proven gone', 'short', 'By state.', highest('wiredesk_recall_copies_open', ['state'])),
      graph('Places of ours not seen dark', 'short', 'And what rights was not told yet.', series('max(wiredesk_recall_places_unseen)', 'places'), series('max(wiredesk_recall_untold)', 'untold'), series('max(wiredesk_holds_unswept)', 'holds being swept')),
      graph('Until a place of ours was seen dark, 95th percentile', 's', 'By surface.', series('histogram_quantile(0.95, sum by (surface, le) (rate(wiredesk_recall_verified_seconds_bucket[$__rate_interval])))', '{{surface}}')),
      graph('Removals due to subscribers', 's', 'How long the oldest has been due.', highest('wiredesk_delivery_oldest_due_seconds', ['lane'])),
      graph('Open cases, time limits passed', 'short', 'A limit that has passed without its consequence is red.', series('max(wiredesk_cases_open)', 'open'), series('max(wiredesk_case_timers_overdue)', 'limits passed')),
    ],
  },
  {
    uid: 'wiredesk-kafka',
    title: 'Wiredesk: Kafka',
    panels: [
      graph('Lag', 'short', 'Messages that a group has not handled.', highest('wiredesk_consumer_lag_messages', ['service', 'topic'])),
      graph('Waits for Kafka', 'short', 'Rows of each outbox.', highest('wiredesk_outbox_rows')),
      graph('Oldest that waits', 's', 'Of each outbox.', highest('wiredesk_outbox_oldest_seconds')),
      graph('Sent, a second', 'short', 'By producer.', series('sum by (service) (rate(wiredesk_events_sent_total[$__rate_interval]))', '{{service}}')),
      graph('Handled, a second', 'short', 'By consumer and topic.', series('sum by (service, topic) (rate(wiredesk_events_handled_total[$__rate_interval]))', '{{service}} {{topic}}')),
      graph('Tried again; skipped', 'short', 'Chunks that the database refused; events of a newer producer.', perMinute('wiredesk_chunks_retried_total', ['service']), perMinute('wiredesk_events_skipped_total', ['service', 'topic'])),
      graph('Dead letters and what waits behind them', 'short', 'Now.', highest('wiredesk_dead_letters'), highest('wiredesk_parked_messages')),
      graph('Age of the hold lane', 's', 'By replica.', highest('wiredesk_hold_lane_age_seconds', ['instance'])),
    ],
  },
  {
    uid: 'wiredesk-postgres',
    title: 'Wiredesk: Postgres',
    panels: [
      figure('Size', 'bytes', 'Of the database.', undefined, series('max(wiredesk_database_bytes)', 'size')),
      figure('Connections taken', 'percentunit', 'Of what the server allows.', red(0.85), series('max(wiredesk_database_connections) / max(wiredesk_database_connections_max)', 'share')),
      figure('Found in memory', 'percentunit', 'Share of blocks.', [{ color: 'red', value: null }, { color: 'green', value: 0.95 }], series('min(wiredesk_database_cache_hit_ratio)', 'share')),
      figure('Deadlocks', 'short', 'Within a day.', red(5), series('max(delta(wiredesk_database_deadlocks[1d]))', 'deadlocks')),
      graph('Largest tables', 'bytes', 'With their indexes.', series('topk(12, max by (service, table) (wiredesk_database_table_bytes))', '{{service}}.{{table}}')),
      graph('Rows that wait for vacuum', 'short', 'By table.', series('topk(12, max by (service, table) (wiredesk_database_dead_rows))', '{{service}}.{{table}}')),
      graph('Connections', 'short', 'By service and state.', highest('wiredesk_database_role_connections', ['service', 'state'])),
      graph('Oldest transaction', 's', 'By service.', highest('wiredesk_database_oldest_transaction_seconds')),
    ],
  },
];

const width = { stat: 6, timeseries: 12 };
const height = { stat: 4, timeseries: 8 };

const panelsOf = (panels) => {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map((panel, index) => {
    const w = width[panel.kind];
    if (x + w > 24 || (rowHeight > 0 && rowHeight !== height[panel.kind])) {
      x = 0;
      y += rowHeight;
    }
    rowHeight = height[panel.kind];
    const gridPos = { x, y, w, h: rowHeight };
    x += w;
    return {
      id: index + 1,
      type: panel.kind,
      title: panel.title,
      description: panel.description,
      datasource: { type: 'prometheus', uid: 'prometheus' },
      gridPos,
      fieldConfig: { defaults: { unit: panel.unit, ...(panel.kind === 'timeseries' ? { min: 0, custom: { fillOpacity: 10, showPoints: 'never' } } : {}), ...(panel.thresholds ? { thresholds: { mode: 'absolute', steps: panel.thresholds } } : {}) }, overrides: [] },
      options: panel.kind === 'stat' ? { colorMode: panel.thresholds ? 'background' : 'value', reduceOptions: { calcs: ['lastNotNull'] } } : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
      targets: panel.targets.map((target, at) => ({ refId: String.fromCharCode(65 + at), expr: target.expr, legendFormat: target.legend })),
    };
  });
};

const textOf = ({ uid, title, panels }) =>
  `${JSON.stringify({ uid, title, tags: ['wiredesk'], schemaVersion: 39, editable: false, refresh: '10s', time: { from: 'now-1h', to: 'now' }, timezone: 'browser', links: [{ type: 'dashboards', title: 'Wiredesk', tags: ['wiredesk'], asDropdown: false }], panels: panelsOf(panels) }, null, 1)}\n`;

const isCheck = process.argv.includes('--check');
const stale = [];
for (const dashboard of dashboards) {
  const file = join(folder, `${dashboard.uid}.json`);
  const text = textOf(dashboard);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(dashboard.uid);
  if (!isCheck) writeFileSync(file, text);
}
process.stdout.write(stale.length === 0 ? 'dashboards are current\n' : `${isCheck ? 'not current' : 'written'}: ${stale.join(', ')}\n`);
if (isCheck && stale.length > 0) process.exit(1);
