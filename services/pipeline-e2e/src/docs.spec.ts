import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const workspace = resolve(import.meta.dirname, '../../..');
const skipped = new Set(['node_modules', 'dist', '.git', '.nx', '.wiredesk']);

const pagesIn = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return pagesIn(join(dir, entry.name));
    return entry.name.endsWith('.md') ? [join(dir, entry.name)] : [];
  });

/** Pages for people. What the portal and the demo show is content of theirs. */
const pages = pagesIn(workspace).filter((file) => !/\/(deploy\/demo|services\/publish\/src\/portal\/texts)\//.test(file));

/** Headings as GitHub names them: lower case, without punctuation, blanks as hyphens. */
const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set([...markdown.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(/\s/g, '-')));

const linksOf = (markdown: string): string[] => [...markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '').matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

const faultOf = (page: string, target: string): string | undefined => {
  if (/^(https?|mailto):/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : resolve(dirname(page), path);
  if (!existsSync(file)) return 'leads nowhere';
  if (anchor === undefined || statSync(file).isDirectory() || !file.endsWith('.md')) return undefined;
  return anchorsOf(readFileSync(file, 'utf8')).has(anchor) ? undefined : 'has no such heading';
};

describe('the documents', () => {
  it('have no link that leads nowhere', () => {
    const faults = pages.flatMap((page) => linksOf(readFileSync(page, 'utf8')).flatMap((target) => {
      const fault = faultOf(page, target);
      return fault === undefined ? [] : [`${relative(workspace, page)}: ${target} ${fault}`];
    }));
    expect(pages.length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });

  it('say what an alert means where its link leads', () => {
    const anchors = anchorsOf(readFileSync(join(workspace, 'docs/runbook.md'), 'utf8'));
    for (const [, anchor = ''] of readFileSync(join(workspace, 'deploy/observability/prometheus/rules/wiredesk.yml'), 'utf8').matchAll(/runbook#(\S+)/g)) expect(anchors).toContain(anchor);
  });

  it('name only variables that there are, and commands that there are', () => {
    const configuration = readFileSync(join(workspace, 'docs/configuration.md'), 'utf8');
    const compose = readFileSync(join(workspace, 'docker-compose.yml'), 'utf8');
    const known = (name: string): boolean => configuration.includes(`\`${name}\``) || compose.includes(`\${${name}`) || compose.includes(`${name}:`) || /^(NODE_EXTRA_CA_CERTS|KUBECONFORM_SCHEMAS|KEY|ACK_URL|ADMIN)$/.test(name);
    for (const page of ['docs/operating.md', 'docs/upgrading.md', 'docs/runbook.md', 'deploy/k8s/README.md']) {
      const text = readFileSync(join(workspace, page), 'utf8');
      for (const [, name = ''] of text.matchAll(/`?\b([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])\b(?!…)/g)) expect([page, name, known(name)]).toEqual([page, name, true]);
    }
    const commandLine = readFileSync(join(workspace, 'services/cli/src/command-line.ts'), 'utf8');
    for (const page of ['docs/operating.md', 'docs/runbook.md', 'docs/upgrading.md']) {
      for (const [, command = ''] of readFileSync(join(workspace, page), 'utf8').matchAll(/wiredesk (backup|restore|status|explain|hold|lift|redrive|topics|doctor|push|takedown)\b/g)) expect(commandLine).toContain(`${command}Command`);
    }
  });
});
