import encodeQR from 'qr';
import { escapeHtml } from '../../../gate/pages/markup.ts';

/** Light modules around the symbol that ISO/IEC 18004 asks for. */
const QUIET = 4;

/** A QR code as inline SVG, dark on light in every theme, since cameras expect it so. @param label for whoever does not see it */
export function writeQrCode(text: string, label: string): string {
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: QUIET });
  const side = rows.length;
  return (
    `<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${escapeHtml(label)}">` +
    `<rect width="${side}" height="${side}" fill="#fff"/>` +
    `<path d="${pathOf(rows)}" fill="#000" shape-rendering="crispEdges"/></svg>`
  );
}

/** One rectangle for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  }
  return path;
}
