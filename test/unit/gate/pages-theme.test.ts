import { maskMark, styleTokens, type Theme } from '@bauta/sdk/gate';
import { describe, expect, it } from 'vitest';
import { findFaintPairs, isTheme, themeStyles } from '../../../sdk/gate/theme.ts';

const svg = (inside: string, attributes = 'viewBox="0 0 48 48"'): Theme => ({
  logo: `<svg ${attributes}>${inside}</svg>`,
});

describe('a theme', () => {
  it.each([
    [{}],
    [{ properties: { '--accent': '#0B5CAD', '--paper': '#fff' }, darkProperties: { '--accent': '#7bb7ff' } }],
    [{ properties: { '--radius': '0' } }],
    [{ properties: { '--radius': '1.25rem', '--font': 'Georgia, "Times New Roman", serif' } }],
    [{ logo: '/public/logo.svg' }],
    [svg('<path d="M1-2.5e3,4 5Z" fill="currentColor"/>')],
    [
      svg(
        '<defs><linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" y2="1">' +
          '<stop offset="0" stop-color="#fff"/></linearGradient></defs>\n<g fill="url(#a)" transform="rotate(45 2 2)">' +
          '<rect x="1" y="2" width="30" height="40" rx="2"/></g>',
        'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"',
      ),
    ],
  ])('may be %j', (theme) => {
    expect(isTheme(theme)).toBe(true);
  });

  it.each([
    ['a list', []],
    ['an unknown member', { css: 'body{}' }],
    ['an unknown property', { properties: { '--x': '#fff' } }],
    ['a property that is none', { properties: { color: '#fff' } }],
    ['an inherited name', { properties: { toString: '#fff' } }],
    ['a value that ends the rule', { properties: { '--accent': '#fff;} body{display:none' } }],
    ['a value that ends the sheet', { properties: { '--accent': '#fff</style>' } }],
    ['a value that loads', { properties: { '--accent': 'url(https://x.example/a)' } }],
    ['a value that reads another', { properties: { '--accent': 'var(--ink)' } }],
    ['a colour with alpha', { properties: { '--accent': '#ffffff80' } }],
    ['a colour by name', { properties: { '--accent': 'red' } }],
    ['a line feed', { properties: { '--accent': '#fff\n' } }],
    ['a number', { properties: { '--radius': 4 } }],
    ['a radius without unit', { properties: { '--radius': '4' } }],
    ['a radius that is counted', { properties: { '--radius': 'calc(1px + 1px)' } }],
    ['a font that loads', { properties: { '--font': 'local("x")' } }],
    ['an open quotation', { properties: { '--font': '"Georgia' } }],
    ['an escape in a font', { properties: { '--font': '"a\\22 ;}"' } }],
    ['a dark part of another kind', { darkProperties: '--accent: #fff' }],
  ])('is refused: %s', (_, theme) => {
    expect(isTheme(theme)).toBe(false);
  });

  it.each([
    ['script', '<script>alert(1)</script>'],
    ['script in CDATA', '<![CDATA[<script>]]>'],
    ['a comment', '<!-- x -->'],
    ['a processing instruction', '<?xml-stylesheet href="x"?>'],
    ['style', '<style>*{}</style>'],
    ['a style attribute', '<path style="fill:red"/>'],
    ['an event', '<path onload="alert(1)"/>'],
    ['an event, unquoted', '<path onload=alert(1)/>'],
    ['a link', '<a href="https://x.example"><path/></a>'],
    ['a picture', '<image href="https://x.example/a.png"/>'],
    ['use', '<use href="#a"/>'],
    ['another document', '<path xlink:href="a.svg#b"/>'],
    ['HTML', '<foreignObject><p>x</p></foreignObject>'],
    ['animation', '<set attributeName="href" to="javascript:alert(1)"/>'],
    ['a word', 'Film 3'],
    ['text', '<text x="1">Film</text>'],
    ['a title', '<title>Film</title>'],
    ['an address in a value', '<path fill="url(https://x.example/a#b)"/>'],
    ['a relative address', '<path fill="url(a.svg)"/>'],
    ['a spaced address', '<path fill="url( a.svg#b )"/>'],
    ['a quoted address', '<path fill="url(\'a.svg\')"/>'],
    ['an address in capitals', '<path fill="URL(a)"/>'],
    ['an address in pieces', '<path fill="u\\72l(a)"/>'],
    ['an entity', '<path fill="&#117;rl(a)"/>'],
    ['an element left open', '<g>'],
    ['an element closed too much', '</g>'],
    ['a second root', '</svg><svg>'],
    ['an end with attributes', '<g></g fill="red">'],
    ['an unknown attribute', '<path data-x="1"/>'],
    ['a class', '<path class="action"/>'],
  ])('has no logo with %s', (_, inside) => {
    expect(isTheme(svg(inside))).toBe(false);
  });

  it.each([
    ['elsewhere', 'https://x.example/logo.svg'],
    ['another host', '//x.example/logo.svg'],
    ['a way up', '/public/../films/3.jpg'],
    ['a query', '/public/logo.svg?a'],
    ['a quotation', '/public/"onerror="x'],
    ['data', 'data:image/svg+xml,<svg/>'],
    ['nothing', ''],
    ['too much', `<svg viewBox="0 0 1 1">${'<g></g>'.repeat(1200)}</svg>`],
    ['a broken root', '<svg'],
    ['another root', '<svgx viewBox="0 0 1 1"></svgx>'],
    ['an old namespace', '<svg xmlns="http://x.example/"></svg>'],
  ])('has no logo from %s', (_, logo) => {
    expect(isTheme({ logo })).toBe(false);
  });

  it('is written behind the stylesheet, for light and for dark', () => {
    expect(themeStyles({ properties: { '--accent': '#0b5cad' }, darkProperties: { '--accent': '#7bb7ff' } })).toBe(
      ':root {\n  --accent: #0b5cad;\n}\n@media (prefers-color-scheme: dark) {\n:root {\n  --accent: #7bb7ff;\n}\n}\n',
    );
    expect(themeStyles({})).toBe('');
  });
});

describe('contrast', () => {
  it('of our own colours is at least 4.5 : 1, light and dark', () => {
    expect(findFaintPairs({})).toEqual([]);
  });

  it('is measured as WCAG does', () => {
    // #767676 on white is the classic edge: 4.54; #777777 is 4.48.
    const grey = (ink: string): Theme => ({ properties: { '--ink-soft': ink, '--paper': '#fff', '--ink': '#000' } });
    expect(findFaintPairs(grey('#767676')).filter((line) => line.includes('light'))).toEqual([]);
    expect(findFaintPairs(grey('#777777'))[0]).toBe('--ink-soft on --paper has 4.48 : 1 in light, and needs 4.5 : 1');
    expect(findFaintPairs(grey('#777'))[0]).toContain('4.48');
  });

  it('is judged with our own colour where the theme names only one of a pair, in both schemes', () => {
    expect(findFaintPairs({ properties: { '--accent': '#ffd400' } })).toEqual([
      '--accent on --paper has 1.35 : 1 in light, and needs 4.5 : 1',
      '--on-accent on --accent has 1.38 : 1 in light, and needs 4.5 : 1',
    ]);
    expect(findFaintPairs({ properties: { '--accent': '#0b5cad' } })).toEqual([
      '--accent on --paper has 2.75 : 1 in dark, and needs 4.5 : 1',
      '--on-accent on --accent has 2.80 : 1 in dark, and needs 4.5 : 1',
    ]);
    const both = {
      properties: { '--accent': '#0b5cad', '--accent-strong': '#08427d', '--on-accent': '#fff' },
      darkProperties: { '--accent': '#7bb7ff', '--accent-strong': '#a9d0ff', '--on-accent': '#04101f' },
    } as const;
    expect(findFaintPairs(both)).toEqual([]);
  });
});

describe('the look of all rooms', () => {
  const [light = {}, dark = {}] = styleTokens.split('@media').map((css) => {
    return Object.fromEntries(
      [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    );
  });

  it.each(['paper', 'surface'])('text, accent and success on %s: at least 4.5 : 1, light and dark', (ground) => {
    for (const scheme of [light, { ...light, ...dark }] as Record<string, string>[]) {
      for (const text of ['ink', 'ink-soft', 'accent', 'success']) {
        // In the place of the pair that is judged.
        const look = { '--ink-soft': scheme[text] as string, '--paper': scheme[ground] as string };
        const faults = findFaintPairs({ properties: look }).filter((line) => line.startsWith('--ink-soft'));
        expect([text, faults]).toEqual([text, []]);
      }
    }
  });
});

it('the mark is three strokes', () => {
  expect(maskMark.match(/<path /g)).toHaveLength(3);
});
