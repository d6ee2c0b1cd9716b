import encodeQR from 'qr';

const SVG = 'http://www.w3.org/2000/svg';
/** Light modules around the symbol that ISO/IEC 18004 asks for. */
const QUIET = 4;

/** A QR code as SVG nodes, dark on light in every theme, since cameras expect it so. */
export function drawQrCode(text: string, label: string): SVGSVGElement {
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: QUIET });
  const side = String(rows.length);
  const svg = node('svg', { viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label, class: 'qr' });
  svg.append(
    node('rect', { width: side, height: side, fill: '#fff' }),
    node('path', { d: pathOf(rows), fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  return svg;
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

function node<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
