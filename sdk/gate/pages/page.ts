import type { GateRequest } from '../gate-request.ts';
import type { GateSettings } from '../options.ts';
import { isLogoPath } from '../theme.ts';
import { escapeHtml, linkAway, sayIn } from './markup.ts';
import { maskMark } from './mask-mark.ts';
import { type Language, languageOf, otherLanguages, textsOf } from './texts/index.ts';
import type { Texts } from './texts/texts.ts';

/** A page of the gate, and the headers that go with it. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Who asks for a page, and of which site. */
export interface Asked {
  readonly request: GateRequest;
  readonly settings: GateSettings;
}

/** What a page is written with: its language, and `say`, which makes a text of it into HTML. */
export interface Writer {
  readonly language: Language;
  readonly texts: Texts;
  /** Age in years. */
  readonly age: number;
  readonly say: (text: string) => string;
}

/** What differs from page to page. */
interface Screen {
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
  /** Pieces of HTML. */
  readonly content: readonly string[];
  /** Where the same screen is to be had in another language. */
  readonly address: `/_age/${string}`;
  /** What stands at the end of the page; a link to help unless given. */
  readonly last?: { readonly label: string; readonly address: `/_age/${string}` };
}

const RTA = 'RTA-5042-1996-1400-1577-RTA';

/** What every page depends on. */
interface AskedOfAny {
  readonly request: GateRequest;
  readonly settings: Pick<GateSettings, 'theme' | 'rta' | 'threshold'>;
}

/** A screen as a page: no script, nothing from elsewhere, no word of what is behind the gate. */
export function writePage({ request, settings }: AskedOfAny, draw: (writer: Writer) => Screen): Page {
  const language = languageOf(request);
  const texts = textsOf(language);
  const say = sayIn(language);
  const { theme, rta, threshold: age } = settings;
  const { title, heading, lead, content, address, last } = draw({ language, texts, age, say });
  const { label, address: to } = last ?? { label: texts.help.question(age), address: '/_age/help' };
  const switches = otherLanguages(language).map(
    (other) => `<a href="${address}?lang=${other}" lang="${other}" hreflang="${other}">${textsOf(other).name}</a>`,
  );
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${rta ? `<meta name="rating" content="${RTA}">\n` : ''}<meta name="robots" content="noindex">
<title>${say(title)}</title>
<link rel="stylesheet" href="/_age/gate.css">
</head>
<body>
<header><span class="mark" aria-hidden="true">${writeLogo(theme.logo)}</span><nav aria-label="${say(texts.languages)}">${switches.join(' ')}</nav></header>
<main>
<h1>${say(heading)}</h1>
<p class="lead">${say(lead)}</p>
${content.join('\n')}
</main>
<footer>
<p><a href="${to}?lang=${language}">${say(label)}</a></p>
</footer>
</body>
</html>
`;
  return { html, headers: headersFor(isLogoPath(theme.logo), rta) };
}

function writeLogo(logo: string | undefined): string {
  return logo !== undefined && isLogoPath(logo) ? `<img src="${escapeHtml(logo)}" alt="">` : (logo ?? maskMark);
}

/** Nothing is loaded but the stylesheet, and a logo where there is one to load; nothing is posted, nothing is framed. */
function headersFor(hasImage: boolean, rta: boolean): Page['headers'] {
  const image = hasImage ? " img-src 'self';" : '';
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'self';${image} form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
    'x-dns-prefetch-control': 'off',
    ...(rta ? { rating: RTA } : {}),
  };
}

/** The way on: a link like a button. */
export function writeAction({ say }: Writer, label: string, href: `/_age/${string}`): string {
  return `<p><a class="action" rel="noreferrer nofollow" href="${href}">${say(label)}</a></p>`;
}

/** Where whoever was turned away, or wonders, reaches the site's own people; nothing where the site names no address. */
export function writeContact({ say, texts }: Writer, contact: string | undefined): string {
  if (contact === undefined) return '';
  const address = escapeHtml(contact.replace(/^(?:mailto:|https:\/\/)/, ''));
  return `<section>
<h2>${say(texts.contact.heading)}</h2>
<p>${say(texts.contact.before)} ${linkAway(contact, address)}</p>
</section>`;
}
