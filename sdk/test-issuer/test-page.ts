import { sha256 } from '#crypto';
import { writeUtf8 } from '../protocol/index.ts';

/** One sentence in each language of the gate: the page is for whoever builds the site. */
const SENTENCES = [
  ['en', 'This is a test: no age is checked here, and it is refused in production.'],
  ['fr', 'Ceci est un essai\u00a0: aucun âge n’est vérifié ici, et il est refusé en production.'],
  ['it', 'Questa è una prova: qui non si verifica nessuna età, ed è rifiutata in produzione.'],
] as const;

/** What the stylesheet of the gate, which has links alone, does not say of a button. */
const STYLE = 'p{margin-top:.75rem}form{margin-top:2rem}button{font:inherit;font-weight:600;cursor:pointer}';

const PERSONAL = {
  'cache-control': 'private, no-store',
  vary: 'Cookie, Accept',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The two fields of the wallet's form. */
export interface Shown {
  readonly token: string;
  readonly dpop: string;
}

/** Says of itself that it is a test, and posts a token and its proof as a wallet would. No script. */
export async function testPage(outcome: string, { token, dpop }: Shown): Promise<Response> {
  const lines = SENTENCES.map(([language, sentence]) => `<p lang="${language}">${sentence}</p>`).join('\n');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Test issuer: ${outcome}</title>
<link rel="stylesheet" href="/_age/gate.css">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Test issuer: <code>${outcome}</code></h1>
${lines}
<form method="post" action="/_age/redeem">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="dpop" value="${dpop}">
<button class="action">Continue · Continuer · Continua</button>
</form>
</main>
</body>
</html>
`;
  const hash = btoa(String.fromCharCode(...(await sha256(writeUtf8(STYLE)))));
  const policy = [
    "default-src 'none'",
    `style-src 'self' 'sha256-${hash}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, ...PERSONAL };
  return new Response(html, { headers });
}

/** Token and proof for a program, which sends them in its headers. */
export function testAnswer(shown: Shown): Response {
  return Response.json(shown, { headers: PERSONAL });
}
