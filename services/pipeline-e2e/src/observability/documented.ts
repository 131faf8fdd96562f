import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const workspace = join(import.meta.dirname, '../../../..');

/** A metric as docs/metrics.md has it. */
export interface Documented {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly question: string;
  /** Headline of its table: "Of every service" or a service. */
  readonly of: string;
}

/** The tables of docs/metrics.md. */
export const documentedMetrics = (): Documented[] => {
  const found: Documented[] = [];
  let of = '';
  for (const line of readFileSync(join(workspace, 'docs/metrics.md'), 'utf8').split('\n')) {
    of = /^## (.+)$/.exec(line)?.[1] ?? of;
    const [, name, type, labels, question] = /^\| `(wiredesk_\w+)` \| (\w+) \| ([\w, ]*?) ?\| (.+) \|$/.exec(line) ?? [];
    if (name !== undefined && type !== undefined && question !== undefined) found.push({ name, type, labels: (labels ?? '').split(',').map((label) => label.trim()).filter(Boolean), question, of });
  }
  return found;
};

const sources = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/spec\.ts$/.test(file))
    .map((file) => join(dir, file));

/** Every name that the source gives to a metric. */
export const namesInSource = (): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const group of ['services', 'libs']) {
    for (const project of readdirSync(join(workspace, group))) {
      if (project === 'pipeline-e2e') continue;
      for (const file of sources(join(workspace, group, project, 'src'))) {
        for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:(?:counter|gauge|histogram)\(\s*'|^\s+)(wiredesk_\w+)(?:'|: \{ help)/gm)) if (name !== undefined) names.add(name);
      }
    }
  }
  return names;
};

/** A metric as a service answers it. */
export interface Exposed {
  readonly type: string;
  readonly labels: ReadonlySet<string>;
  readonly hasSeries: boolean;
}

/** Reads Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/): families by name. */
export const exposedIn = (text: string): ReadonlyMap<string, Exposed> => {
  const families = new Map<string, { type: string; labels: Set<string>; hasSeries: boolean }>();
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) families.set(family, { type, labels: new Set(), hasSeries: false });
    const [, name, labels] = /^(\w+)(?:\{(.*)\})? [-+\w.]+$/.exec(line) ?? [];
    const known = name === undefined ? undefined : (families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, '')));
    if (!known) continue;
    known.hasSeries = true;
    for (const [, label] of (labels ?? '').matchAll(/(\w+)="/g)) if (label !== undefined && label !== 'le' && label !== 'service') known.labels.add(label);
  }
  return families;
};
