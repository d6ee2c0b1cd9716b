const MAX_LENGTH = 8192;
const ELEMENTS =
  /^(?:svg|g|path|circle|ellipse|rect|line|polyline|polygon|defs|linearGradient|radialGradient|stop|clipPath)$/;
const ATTRIBUTES =
  /^(?:viewBox|width|height|preserveAspectRatio|transform|opacity|color|id|d|points|offset|[cfr][xy]?|[xy][12]?|(?:fill|stroke|stop|clip|gradient)[a-zA-Z-]*)$/;
/** Numbers, names, colours and `url(#own)`: neither an address nor an entity can be written with these. */
const VALUE = /^(?:[\w\s.,#%+-]|\((?!\s*["'])|\))*$/;
const XMLNS = ' xmlns="http://www.w3.org/2000/svg"';
const TAG = /<(\/?)(\w+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>\s*/g;

/**
 * True for an SVG of shapes alone: no script, no style, no link, no text, nothing from elsewhere, every tag closed. It is
 * an allow-list, so what is not known here is refused.
 */
export function isPlainSvg(text: string): boolean {
  if (text.length > MAX_LENGTH || !text.startsWith('<svg')) return false;
  const markup = text.replace(XMLNS, '');
  const open: string[] = [];
  let read = 0;
  for (const [tag, end, name = '', attributes = '', empty] of markup.matchAll(TAG)) {
    if (read > 0 && open.length === 0) return false;
    read += tag.length;
    if (end) {
      if (open.pop() !== name || attributes || empty) return false;
    } else {
      if (!ELEMENTS.test(name) || !arePlain(attributes)) return false;
      if (!empty) open.push(name);
    }
  }
  // Whatever is no tag, a word for instance, has not been read.
  return read === markup.length && open.length === 0;
}

function arePlain(attributes: string): boolean {
  return [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].every(
    ([, name = '', value = '']) => ATTRIBUTES.test(name) && VALUE.test(value) && !/url\((?!#)/i.test(value),
  );
}
