import { documentedMetrics, exposedIn, namesInSource } from './documented.js';

describe('docs/metrics.md', () => {
  const documented = documentedMetrics();

  it('has every metric that the source names, once, and no other', () => {
    const names = documented.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual([...namesInSource()].sort());
  });

  it('names by its own scheme, and says for each what it answers', () => {
    for (const { name, type, question } of documented) {
      expect(name).toMatch(type === 'counter' ? /_total$/ : /^(?!.*_total$)/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
      expect(question).toMatch(/\?/);
    }
  });
});

describe('the text of a scrape', () => {
  it('is read by family, with its labels', () => {
    const read = exposedIn('# HELP a_seconds x\n# TYPE a_seconds histogram\na_seconds_bucket{le="1",topic="t",service="s"} 1\na_seconds_count{topic="t"} 1\n# TYPE b gauge\n');
    expect(read.get('a_seconds')).toEqual({ type: 'histogram', labels: new Set(['topic']), hasSeries: true });
    expect(read.get('b')).toEqual({ type: 'gauge', labels: new Set(), hasSeries: false });
  });
});
