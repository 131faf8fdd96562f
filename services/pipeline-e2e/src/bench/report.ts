/** One line of the report. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** A second figure of the same series, shown behind a slash. */
  readonly also?: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** The same figure of the bare pipe, for the ratio. */
  readonly bare?: number;
  readonly bareAtLeast?: number;
}

export const row = (name: string, value: number, unit: string, more: Omit<Row, 'name' | 'value' | 'unit'> = {}): Row => ({ name, value, unit, ...more });

const digits = (value: number): string => (Number.isNaN(value) ? 'none' : value >= 100 ? Math.round(value).toString() : value.toFixed(1));

/** True where a row reaches its targets; undefined where it has none. */
export const reached = ({ value, atMost, atLeast, bare, bareAtLeast }: Row): boolean | undefined => {
  const checks = [
    ...(atMost === undefined ? [] : [value <= atMost]),
    ...(atLeast === undefined ? [] : [value >= atLeast]),
    ...(bareAtLeast === undefined || bare === undefined ? [] : [value / bare >= bareAtLeast]),
  ];
  return checks.length === 0 ? undefined : checks.every(Boolean);
};

const targetOf = ({ atMost, atLeast, bareAtLeast }: Row): string =>
  [...(atMost === undefined ? [] : [`≤ ${atMost}`]), ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]), ...(bareAtLeast === undefined ? [] : [`≥ ${bareAtLeast} of the bare pipe`])].join(', ');

/** The report as a Markdown table. */
export const table = (rows: readonly Row[]): string => {
  const lines = rows.map((one) => {
    const verdict = reached(one);
    return [
      one.name,
      `${digits(one.value)}${one.also === undefined ? '' : ` / ${digits(one.also)}`} ${one.unit}`.trim(),
      targetOf(one),
      verdict === undefined ? '' : verdict ? 'yes' : 'NO',
      one.bare === undefined ? '' : (one.value / one.bare).toFixed(2),
    ];
  });
  return [['figure', 'measured', 'target', 'reached', '× bare pipe'], ['---', '---', '---', '---', '---'], ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
