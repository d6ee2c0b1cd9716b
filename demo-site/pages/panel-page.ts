import { html } from 'hono/html';
import type { Texts } from '../texts/texts.ts';

/** The frame of the panel: open to everyone, so it shows nothing of what is behind the gate. Its script fills it. */
export function panelPage({ language, panel }: Texts): ReturnType<typeof html> {
  const { heading, withoutScripts, back, otherLanguage } = panel;
  const { code, name } = otherLanguage;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading}</title>
<link rel="icon" href="/who-knows-what/icon.svg">
<link rel="stylesheet" href="/who-knows-what/panel.css">
<script src="/who-knows-what/panel.js" defer></script>
</head>
<body>
<header><a href="/">${back}</a><a href="?lang=${code}" lang="${code}" hreflang="${code}">${name}</a></header>
<main><h1>${heading}</h1><noscript><p>${withoutScripts}</p></noscript></main>
</body>
</html>`;
}
