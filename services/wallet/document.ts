/** What a page of the wallet loads. */
export interface DocumentParts {
  /** Paths of hashed assets. */
  readonly script: string;
  readonly style: string;
  /** Inline SVG of the mark. */
  readonly mark: string;
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
export function formatDocument({ script, style, mark }: DocumentParts): string {
  const drawn = mark.replace('<svg ', `<svg xmlns="http://www.w3.org/2000/svg" color="${ICON_COLOUR}" `);
  const icon = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  const notices = Object.entries(WITHOUT_SCRIPTS).map(([language, text]) => `<p lang="${language}">${text}</p>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Bauta</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${style}">
<script defer src="${script}"></script>
</head>
<body>
<header><p class="mark">${mark}<span>Bauta</span></p><nav id="languages"></nav></header>
<main><p id="status" role="status"></p><div id="screen"></div></main>
<noscript>${notices.join('')}</noscript>
</body>
</html>
`;
}
