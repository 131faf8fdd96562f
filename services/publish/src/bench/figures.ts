/** Value below which `share` (0 to 1) of these lie; NaN of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
};

/** One line of the table: what was measured, how much, and what the project wants. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly wanted: string;
}

/** The table, aligned. */
export const tableOf = (figures: readonly Figure[]): string => {
  const width = Math.max(...figures.map(({ what }) => what.length), 4);
  const measured = Math.max(...figures.map((figure) => figure.measured.length), 8);
  return [['what', 'measured', 'wanted'] as const, ...figures.map((figure) => [figure.what, figure.measured, figure.wanted] as const)].map(([a, b, c]) => `${a.padEnd(width)}  ${b.padEnd(measured)}  ${c}`).join('\n');
};
