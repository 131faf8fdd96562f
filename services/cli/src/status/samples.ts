const sample = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? ([-+\d.eE]+|NaN)$/;

/** Sums of a metric over its labels, by name, from the Prometheus text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export const sumsIn = (text: string): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = sample.exec(line) ?? [];
    if (name === undefined || value === undefined || value === 'NaN') continue;
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
};
