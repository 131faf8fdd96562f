const line = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? ([-+\d.eE]+|NaN)$/;

/** Reads the Prometheus text format: a name's value, summed over its labels; undefined where there is no such sample. */
export const readSamples = (text: string): ((name: string) => number | undefined) => {
  const sums = new Map<string, number>();
  for (const row of text.split('\n')) {
    const [, name, value] = line.exec(row) ?? [];
    if (name !== undefined && value !== undefined && value !== 'NaN') sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return (name) => sums.get(name);
};
