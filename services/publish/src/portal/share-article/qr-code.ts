import type { QRCode } from 'qrcode';

/** Light modules around the code, as ISO/IEC 18004 §9.1 asks for. */
const quietModules = 4;

/** A code as SVG: one path, black on white whatever the page's colours are, because readers of codes want contrast. */
export const svgOf = ({ modules }: Pick<QRCode, 'modules'>): string => {
  const side = modules.size + 2 * quietModules;
  const rows: string[] = [];
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x += 1;
      rows.push(`M${from + quietModules} ${y + quietModules}h${x - from + 1}v1h-${x - from + 1}z`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${rows.join('')}"/></svg>`;
};
