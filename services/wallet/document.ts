/** What a page of the wallet loads and names. */
export interface DocumentParts {
  /** Paths of hashed assets. */
  readonly script: string;
  readonly style: string;
  /** Their hashes, as Subresource Integrity writes them: the browser runs and applies no other bytes. */
  readonly integrity?: { readonly script: string; readonly style: string };
  /** The path of the manifest, for a page that may be installed. */
  readonly manifest?: string;
  /** Inline SVG of the mark. */
  readonly mark: string;
  /** The colour of the paper by day and by night, for the browser's own frame. */
  readonly ground?: { readonly light: string; readonly dark: string };
  /** Of the build, and where it is described; without `link` it is plain text. */
  readonly version?: { readonly name: string; readonly link?: string };
}

/** For whoever runs no scripts: a wallet without code could keep nothing. One sentence per language. */
const WITHOUT_SCRIPTS = {
  en: 'This wallet works inside your browser and needs JavaScript. The sites that ask for a proof of age do not.',
  fr:
    'Ce portefeuille fonctionne dans votre navigateur et a besoin de JavaScript. ' +
    'Les sites qui demandent une preuve d’âge n’en ont pas besoin.',
};

/** Between the accents of light and dark, since an icon stands on grounds of either kind. */
const ICON_COLOUR = '#b8434f';

/** The frame of every page; its script fills it in the person's language. */
export function formatDocument(parts: DocumentParts): string {
  const { script, style, integrity, manifest, mark, ground, version } = parts;
  const drawn = mark.replace('<svg ', `<svg xmlns="http://www.w3.org/2000/svg" color="${ICON_COLOUR}" `);
  const icon = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  const notices = Object.entries(WITHOUT_SCRIPTS).map(([language, text]) => `<p lang="${language}">${text}</p>`);
  const hash = (of: 'script' | 'style'): string => (integrity ? ` integrity="${integrity[of]}"` : '');
  const head = [
    ...(ground ? (['light', 'dark'] as const).map((scheme) => themeColour(scheme, ground[scheme])) : []),
    `<link rel="icon" href="${icon}">`,
    ...(manifest === undefined ? [] : [`<link rel="manifest" href="${manifest}">`]),
    `<link rel="stylesheet" href="${style}"${hash('style')}>`,
    `<script defer src="${script}"${hash('script')}></script>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Bauta</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head.join('\n')}
</head>
<body>
<header><p class="mark">${mark}<span>Bauta</span></p><nav id="languages"></nav></header>
<main><p id="status" role="status"></p><div id="screen"></div></main>
<noscript>${notices.join('')}</noscript>
${version ? formatVersion(version) : ''}</body>
</html>
`;
}

function themeColour(scheme: 'light' | 'dark', colour: string): string {
  return `<meta name="theme-color" content="${colour}" media="(prefers-color-scheme: ${scheme})">`;
}

/** The same word in every language of the wallet. */
function formatVersion({ name, link }: NonNullable<DocumentParts['version']>): string {
  return `<footer><p>Version ${link === undefined ? name : `<a href="${link}">${name}</a>`}</p></footer>\n`;
}
