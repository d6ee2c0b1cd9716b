/** Where static hosts look for a path: `/` in index.html, `/present` in present.html, what has an ending under itself. */
export function fileNameOf(path: string): string {
  if (path.endsWith('/')) return `${path}index.html`;
  return /\.\w+$/.test(path) ? path : `${path}.html`;
}
