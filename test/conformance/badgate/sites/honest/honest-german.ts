import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { onGatePage } from '../frame/gate-page.ts';

const PAGE = `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">
<title>Altersnachweis</title>
<link rel="stylesheet" href="/_age/gate.css">
</head>
<body>
<div role="banner"><strong>Colline</strong></div>
<div role="main">
<h1>Diese Seite ist nur für Erwachsene ab 18 Jahren.</h1>
<p>Weisen Sie Ihr Alter nach, ohne zu sagen, wer Sie sind.</p>
<dl>
<dt><a class="action" rel="noreferrer" href="/_age/go">Alter nachweisen</a></dt>
<dd>Schutzniveau: doppelt blind. Diese Seite erfährt, dass Sie über 18 sind, und nicht, wer Sie sind. Niemand sonst erfährt, dass Sie hier sind.</dd>
</dl>
</div>
<div role="contentinfo"><a href="/_age/help">Noch keine 18? Hilfe und Beratung</a></div>
</body>
</html>
`;

export const honestGerman: Fixture = site(
  {
    name: 'honest-german',
    sentence: 'The reference gate with a page of the site’s own, in German, in other markup.',
    seenAt: 'an honest variant: another language',
    fails: [],
  },
  { after: onGatePage(() => PAGE) },
);
