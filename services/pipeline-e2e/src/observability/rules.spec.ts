import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { documentedMetrics, workspace } from './documented.js';
import { alerts, metricsUsed, rulesDir } from './rules.js';

const promtool = process.env['PROMTOOL'] ?? 'promtool';
const isThere = spawnSync(promtool, ['--version']).status === 0;

describe('alerts', () => {
  const runbook = readFileSync(join(workspace, 'docs/runbook.md'), 'utf8');
  const sections = new Map(runbook.split(/^## /m).slice(1).map((text) => [text.split('\n')[0] ?? '', text]));

  it('have each a section of the runbook that says what it means, where to look and what to do, and none has no alert', () => {
    const found = alerts();
    expect([...sections.keys()].sort()).toEqual(found.map(({ name }) => name).sort());
    for (const { name, severity, runbook: link } of found) {
      expect(['page', 'ticket']).toContain(severity);
      expect(link).toBe(`https://wiredesk.dev/docs/runbook#${name.toLowerCase()}`);
      for (const part of ['**Means.**', '**Look.**', '**Do.**']) expect(`${name} ${sections.get(name)}`).toContain(part);
    }
  });

  it('are made, as the dashboards are, of metrics that docs/metrics.md explains', () => {
    const known = new Set(documentedMetrics().map(({ name }) => name));
    const unknown = [...metricsUsed()].filter((name) => name.startsWith('wiredesk_') && !known.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, '')));
    expect(unknown).toEqual([]);
  });

  it('have each a test with the thing broken and with it well', () => {
    const tests = readFileSync(join(rulesDir, 'wiredesk.test.yml'), 'utf8');
    for (const { name } of alerts()) for (const state of ['broken', 'well']) expect(tests).toContain(`- name: '${name}: ${state}'`);
  });

  (isThere ? it : it.skip)(`fire when the thing is broken and not when it is well${isThere ? '' : ' (skipped: no promtool in the PATH and no PROMTOOL)'}`, () => {
    const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', 'wiredesk.test.yml'], { cwd: rulesDir, encoding: 'utf8' });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
  });
});

describe('dashboards', () => {
  it('are as their description writes them', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(workspace, 'deploy/observability/grafana/write-dashboards.mjs'), '--check'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'dashboards are current\n' });
  });
});
