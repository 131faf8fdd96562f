const line = /^([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})? ([-+\d.eE]+|NaN)$/;

/** A sample's value, summed over all series of its name that have these labels; undefined where there is none. */
export type Samples = (name: string, labels?: Readonly<Record<string, string>>) => number | undefined;

/** Reads the Prometheus text format. */
export const readSamples = (text: string): Samples => {
  const series = new Map<string, { readonly labels: string; readonly value: number }[]>();
  for (const row of text.split('\n')) {
    const [, name, labels = '', value] = line.exec(row) ?? [];
    if (name === undefined || value === undefined || value === 'NaN') continue;
    const known = series.get(name);
    const one = { labels: `,${labels},`, value: Number(value) };
    if (known) known.push(one);
    else series.set(name, [one]);
  }
  return (name, labels = {}) => {
    const wanted = Object.entries(labels).map(([label, value]) => `,${label}="${value}",`);
    const found = series.get(name)?.filter((one) => wanted.every((label) => one.labels.includes(label)));
    return found === undefined || found.length === 0 ? undefined : found.reduce((sum, one) => sum + one.value, 0);
  };
};
