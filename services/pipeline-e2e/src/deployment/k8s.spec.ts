import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const k8s = join(import.meta.dirname, '../../../../deploy/k8s');
const overlay = join(k8s, 'overlays/production');
const kustomize = spawnSync('kubectl', ['kustomize', overlay], { encoding: 'utf8' });
const isThere = kustomize.error === undefined;
const kubeconform = process.env['KUBECONFORM'] ?? 'kubeconform';
const schemas = process.env['KUBECONFORM_SCHEMAS'];
const isChecked = schemas !== undefined && spawnSync(kubeconform, ['-v']).status === 0;

const documents = (): string[] => kustomize.stdout.split('\n---\n');
const ofKind = (kind: string): string[] => documents().filter((text) => text.includes(`\nkind: ${kind}\n`));
const nameOf = (text: string): string => /\nmetadata:\n(?: {2}.*\n)*? {2}name: (\S+)/.exec(text)?.[1] ?? '?';

(isThere ? describe : describe.skip)(`deploy/k8s${isThere ? '' : ' (skipped: no kubectl in the PATH)'}`, () => {
  it('can be built, with everything that the base has', () => {
    expect({ status: kustomize.status, errors: kustomize.stderr }).toEqual({ status: 0, errors: '' });
    expect(ofKind('Deployment').map(nameOf).sort()).toEqual(['console', 'dedupe', 'ingest', 'publish', 'rights']);
    expect(ofKind('Job').map(nameOf).sort()).toEqual(['migrate', 'topics']);
    expect(ofKind('PodDisruptionBudget').map(nameOf).sort()).toEqual(['dedupe', 'ingest', 'publish', 'rights']);
    expect([...ofKind('HorizontalPodAutoscaler'), ...ofKind('ScaledObject')].map(nameOf).sort()).toEqual(['dedupe', 'ingest', 'publish', 'rights']);
    expect(ofKind('ServiceMonitor')).toHaveLength(1);
    expect(ofKind('NetworkPolicy').map(nameOf)).toContain('nobody');
  });

  it('runs nothing as root, on a writable system, without limits, or without being asked how it is', () => {
    for (const text of [...ofKind('Deployment'), ...ofKind('Job')]) {
      for (const wanted of ['runAsNonRoot: true', 'readOnlyRootFilesystem: true', 'allowPrivilegeEscalation: false', 'type: RuntimeDefault', 'automountServiceAccountToken: false', 'limits:', 'image: registry.example/wiredesk/app:0.1.0']) expect(`${nameOf(text)} ${text}`).toContain(wanted);
    }
    for (const text of ofKind('Deployment')) for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) expect(`${nameOf(text)} ${text}`).toContain(probe);
  });

  it('logs in to Kafka where the overlay says so, and in every process that uses it', () => {
    for (const text of [...ofKind('Deployment'), ...ofKind('Job').filter((job) => nameOf(job) === 'topics')]) expect(`${nameOf(text)} ${text}`).toContain('name: wiredesk-kafka');
  });

  it('has the ports that the services have', () => {
    const ports = { ingest: 8081, dedupe: 8083, rights: 8082, publish: 8080, console: 8090 };
    for (const [name, port] of Object.entries(ports)) expect(readFileSync(join(k8s, 'base', `${name}.yaml`), 'utf8')).toContain(`containerPort: ${port}`);
    expect(readdirSync(join(k8s, 'base')).length).toBeGreaterThan(7);
  });

  (isChecked ? it : it.skip)(`fits the schemas${isChecked ? '' : ' (skipped: set KUBECONFORM_SCHEMAS to a folder of them)'}`, () => {
    const { status, stdout } = spawnSync(kubeconform, ['-strict', '-summary', '-schema-location', schemas ?? '', '-'], { input: kustomize.stdout, encoding: 'utf8' });
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  });
});
