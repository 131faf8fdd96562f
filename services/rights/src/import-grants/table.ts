/** A table of grants as CSV (RFC 4180): a head line, lists within a cell separated by spaces. */
export const grantColumns = ['sourceId', 'channels', 'territories', 'languages', 'from', 'until', 'credit', 'notice', 'canonicalLinkRequired', 'reprintReserved'] as const;
export type GrantColumn = (typeof grantColumns)[number];

const cellsMax = 64;

/** Rows of a CSV text, each its cells. A quote inside quotes is doubled; line breaks may stand inside quotes. */
export const parseCsv = (text: string, rowsMax: number): string[][] => {
  const rows: string[][] = [];
  let [row, cell, quoted] = [[] as string[], '', false];
  const endCell = (): void => {
    if (row.length < cellsMax) row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.some((one) => one !== '') && rows.length < rowsMax) rows.push(row);
    row = [];
  };
  const body = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < body.length; at += 1) {
    const sign = body.charAt(at);
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === ',') endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  endRow();
  return rows;
};

/** A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes off again. */
const cellOf = (text: string): string => {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const writeCsv = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** A row by the names of its columns; cells that are empty are left out. */
export const namedRow = (head: readonly string[], row: readonly string[]): Record<string, unknown> => {
  const named: Record<string, unknown> = {};
  head.forEach((name, i) => {
    const cell = (row[i] ?? '').trim().replace(/^'(?=[=+\-@\t])/, '');
    if (cell === '') return;
    if (name === 'channels' || name === 'territories' || name === 'languages') named[name] = cell.split(/\s+/);
    else if (name === 'canonicalLinkRequired') named[name] = cell === 'true' ? true : cell === 'false' ? false : cell;
    else named[name] = cell;
  });
  return named;
};
