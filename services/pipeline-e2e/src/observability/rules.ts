import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workspace } from './documented.js';

const observability = join(workspace, 'deploy/observability');
export const rulesDir = join(observability, 'prometheus/rules');

/** An alert, as far as people see of it. */
export interface Alert {
  readonly name: string;
  readonly severity: string;
  readonly runbook: string;
}

/** The alerts of the rule file, each with the lines until the next. */
export const alerts = (): Alert[] =>
  readFileSync(join(rulesDir, 'wiredesk.yml'), 'utf8')
    .split(/^\s+- alert: /m)
    .slice(1)
    .map((text) => ({ name: text.split('\n')[0] ?? '', severity: /severity: (\w+)/.exec(text)?.[1] ?? '', runbook: /runbook_url: (\S+)/.exec(text)?.[1] ?? '' }));

/** Expressions of the dashboards, by file. */
export const dashboardExpressions = (): Readonly<Record<string, readonly string[]>> => {
  const dir = join(observability, 'grafana/dashboards');
  return Object.fromEntries(
    readdirSync(dir).map((file) => {
      const { panels } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { panels: { targets: { expr: string }[] }[] };
      return [file, panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))];
    }),
  );
};

/** Metrics that rules and dashboards are made of, and the labels that each is selected or grouped by. */
export const metricsUsed = (): ReadonlySet<string> => {
  const rules = readFileSync(join(rulesDir, 'wiredesk.yml'), 'utf8').replace(/^\s+(summary|runbook_url):.*$/gm, '');
  const text = `${rules}\n${Object.values(dashboardExpressions()).flat().join('\n')}`;
  return new Set([...text.matchAll(/\b((?:wiredesk|nodejs|process)_\w+)/g)].map(([, name]) => name ?? ''));
};
