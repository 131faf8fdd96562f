/** Where a command's result goes: tables for people, JSON for programs. */
export interface Output {
  /** The result: `value` as it is with `--json`, else the lines that `lines` makes of it. */
  result<T>(value: T, lines: (value: T) => readonly string[]): void;
  /** Something for people meanwhile; never part of the result. */
  note(text: string): void;
}

type Sink = (text: string) => void;

export const outputTo = (asJson: boolean, out: Sink, err: Sink): Output => ({
  result: (value, lines) => out(asJson ? `${JSON.stringify(value, null, 2)}\n` : lines(value).map((line) => `${line}\n`).join('')),
  note: (text) => err(`${text}\n`),
});

/** Chinese characters take two columns of a terminal. https://www.unicode.org/reports/tr11/ */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const columnsOf = (text: string): number => [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

/** Lines of a table with a head; the columns are as wide as their widest cell. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => columnsOf(row[column] ?? ''))));
  const padded = (text: string, column: number): string => text + ' '.repeat((widths[column] ?? 0) - columnsOf(text));
  return all.map((row) => row.map(padded).join('  ').trimEnd());
};
