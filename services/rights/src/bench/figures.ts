/** One line of the table: what was measured, against what. Times in milliseconds unless the unit says otherwise. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly target: number | null;
  readonly unit: string;
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** The table, as text. */
export const table = (figures: readonly Figure[]): string =>
  figures.map(({ what, measured, target, unit }) => `${what.padEnd(72)} ${measured.toFixed(2).padStart(10)} ${unit.padEnd(4)} ${target === null ? '' : `target ${target} ${unit}: ${measured <= target ? 'reached' : 'MISSED'}`}`).join('\n');
