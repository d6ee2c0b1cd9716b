import { html } from 'hono/html';
import type { Texts } from '../texts/texts.ts';

type Markup = ReturnType<typeof html>;

/** What stands around every page. The heartbeat tells the gate that somebody is still there. */
export function layout(texts: Texts, title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">
<title>${title} · Belvédère</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/styles.css">
<script src="/_age/beat.js" defer></script>
</head>
<body>
<header class="frame"><a class="brand" href="/">Belvédère</a></header>
${content}
<footer class="quiet"><div class="frame"><p>${texts.footer}</p>${panelLink(texts)}</div></footer>
</body>
</html>`;
}

/** Only where there is a panel. */
function panelLink({ panelLink: label }: Texts): Markup | string {
  return label === undefined ? '' : html`<p><a href="/who-knows-what">${label}</a></p>`;
}
