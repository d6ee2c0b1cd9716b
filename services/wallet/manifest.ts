import { maskMark, styleTokens } from '@bauta/sdk/gate';

/** The ground of all pages by day and by night, as the shared tokens have it: what browsers colour their frame with. */
export function groundColours(): { readonly light: string; readonly dark: string } {
  const [light, dark] = [...styleTokens.matchAll(/--paper: (#[0-9a-f]{6});/g)].map(([, colour]) => colour);
  if (light === undefined || dark === undefined) throw new TypeError('the tokens have no --paper for day and night');
  return { light, dark };
}

/**
 * The icon of the installed wallet: the mark on its accent, as SVG. The mark keeps inside the middle four fifths, so
 * that a platform may cut it to its own shape ("maskable").
 */
export function formatIcon(): string {
  const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(styleTokens)?.[1] ?? 'none';
  const mark = maskMark.replace('<svg ', `<svg x="11" y="11" width="26" height="26" color="${colour('on-accent')}" `);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="512" height="512">' +
    `<rect width="48" height="48" fill="${colour('accent')}"/>${mark}</svg>\n`
  );
}

/** The web application manifest of `/app/`. `/present` is outside: a presentation never runs in an installed window. */
export function formatManifest(icon: string): string {
  const { light } = groundColours();
  return `${JSON.stringify({
    id: '/app/',
    name: 'Bauta',
    short_name: 'Bauta',
    start_url: '/app/',
    scope: '/app/',
    display: 'standalone',
    theme_color: light,
    background_color: light,
    icons: [{ src: icon, sizes: 'any', type: 'image/svg+xml', purpose: 'any maskable' }],
  })}\n`;
}
