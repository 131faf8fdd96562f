const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([-+\d.eE]+)$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** One value of a metric with its labels. */
export interface LabelledSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads these metrics of a Prometheus text; what cannot be read as a number is left out. */
export const readLabelled = (text: string, names: ReadonlySet<string>): LabelledSample[] =>
  text.split('\n').flatMap((row) => {
    const [, name, labels = '', value] = line.exec(row) ?? [];
    if (name === undefined || value === undefined || !names.has(name) || Number.isNaN(Number(value))) return [];
    return [{ name, labels: Object.fromEntries([...labels.matchAll(label)].map(([, key = '', text = '']) => [key, text])), value: Number(value) }];
  });
