/** Text as it may stand in HTML and SVG. */
export function escapeMarkup(text: string): string {
  const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] as string);
}
