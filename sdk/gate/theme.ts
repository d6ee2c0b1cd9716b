import { isPlainSvg } from './logo.ts';
import { styleTokens } from './pages/tokens.css.ts';
import { isPlainPath } from './policy.ts';

/** Custom properties of the gate's pages that a site may set. Colours are `#rgb` or `#rrggbb`, so that contrast can be checked. */
export type ThemeProperty =
  | '--paper'
  | '--ink'
  | '--ink-soft'
  | '--line'
  | '--accent'
  | '--accent-strong'
  | '--on-accent'
  | '--font'
  | '--radius';

/** The look of the gate's pages, where it is not Bauta's own. */
export interface Theme {
  /** In light and in dark. */
  readonly properties?: Readonly<Partial<Record<ThemeProperty, string>>>;
  /** On top of these, on a screen that is set to dark. */
  readonly darkProperties?: Readonly<Partial<Record<ThemeProperty, string>>>;
  /**
   * In place of the mask: an SVG of shapes alone as text (8,192 characters at most), or the path of a picture that is
   * open to everyone. Minors see it: it is the mark of whoever runs the site, and shows nothing of the content.
   */
  readonly logo?: string;
}

const COLOUR = /^#(?:[0-9a-f]{3}){1,2}$/i;

// Nothing that a value may hold ends a declaration, opens a block or names an address.
const VALUES: Readonly<Record<ThemeProperty, RegExp>> = {
  '--paper': COLOUR,
  '--ink': COLOUR,
  '--ink-soft': COLOUR,
  '--line': COLOUR,
  '--accent': COLOUR,
  '--accent-strong': COLOUR,
  '--on-accent': COLOUR,
  '--font': /^(?=.{1,200}$)(?:[a-z][a-z-]*|"[a-z0-9][a-z0-9 -]*")(?:, ?(?:[a-z][a-z-]*|"[a-z0-9][a-z0-9 -]*"))*$/i,
  '--radius': /^(?:0|\d{1,2}(?:\.\d{1,3})?(?:px|rem|em))$/,
};

/** Text and what it stands on. */
const PAIRS: readonly (readonly [ThemeProperty, ThemeProperty])[] = [
  ['--ink', '--paper'],
  ['--ink-soft', '--paper'],
  ['--accent', '--paper'],
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-strong'],
];

/** True for a theme that can neither leave the stylesheet nor load anything. */
export function isTheme(value: unknown): value is Theme {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, part]) => {
    if (part === undefined) return true;
    if (name === 'logo') return typeof part === 'string' && (isLogoPath(part) ? isPlainPath(part) : isPlainSvg(part));
    return (name === 'properties' || name === 'darkProperties') && areProperties(part);
  });
}

function areProperties(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      Object.hasOwn(VALUES, name) && typeof text === 'string' && VALUES[name as ThemeProperty].test(text),
  );
}

/** True for a logo that is a path, and not an SVG. */
export function isLogoPath(logo: string | undefined): boolean {
  return logo?.startsWith('/') ?? false;
}

/** The theme as a stylesheet, to stand behind the gate's own. @param theme one that `isTheme` holds for. */
export function themeStyles({ properties, darkProperties }: Theme): string {
  const dark = writeRule(darkProperties);
  return writeRule(properties) + (dark && `@media (prefers-color-scheme: dark) {\n${dark}}\n`);
}

function writeRule(properties: object = {}): string {
  const lines = Object.entries(properties).map(([name, value]) => `  ${name}: ${value};\n`);
  return lines.length === 0 ? '' : `:root {\n${lines.join('')}}\n`;
}

/** A sentence for each pair of text and ground that is below 4.5 : 1 with this theme, as WCAG 2.2 §1.4.3 asks. */
export function findFaintPairs({ properties, darkProperties }: Theme): readonly string[] {
  const [light, dark] = styleTokens
    .split('@media')
    .map((css) =>
      Object.fromEntries([...css.matchAll(/(--[a-z-]+): (#\w+);/g)].map(([, name, value]) => [name, value])),
    );
  const schemes = { light: { ...light, ...properties }, dark: { ...light, ...dark, ...properties, ...darkProperties } };
  return Object.entries(schemes).flatMap(([scheme, colours]: [string, Record<string, string>]) =>
    PAIRS.flatMap(([text, ground]) => {
      const ratio = contrastOf(colours[text] as string, colours[ground] as string);
      return ratio >= 4.5 ? [] : [`${text} on ${ground} has ${ratio.toFixed(2)} : 1 in ${scheme}, and needs 4.5 : 1`];
    }),
  );
}

/** WCAG 2.2, "contrast ratio". */
function contrastOf(one: string, other: string): number {
  const [dim, bright] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminanceOf(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/\w/g, '$&$&') : colour;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
