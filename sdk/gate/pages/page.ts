import { maskMark } from './mask-mark.ts';
import { type Language, otherLanguages, textsOf } from './texts/index.ts';

/** One screen of the gate: what it is about, and one thing to do. */
export interface Screen {
  readonly language: Language;
  /** Age in years. */
  readonly age: number;
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
  readonly action: { readonly label: string; readonly href: string };
  readonly notes: readonly string[];
  /** Where the same screen is to be had in another language. */
  readonly address: string;
}

/** A screen as HTML: no script, nothing from elsewhere, no word of what is behind the gate. */
export function writeScreen(screen: Screen): string {
  const { language, age } = screen;
  const { question, before, link, after } = textsOf(language).help;
  const say = (text: string): string => escapeHtml(typeset(language, text));
  const switches = otherLanguages(language).map(
    (other) =>
      `<a href="${screen.address}?lang=${other}" lang="${other}" hreflang="${other}">${textsOf(other).name}</a>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">
<meta name="robots" content="noindex">
<title>${say(screen.title)}</title>
<link rel="stylesheet" href="/_age/gate.css">
</head>
<body>
<header><span class="mark">${maskMark}</span><nav>${switches.join(' ')}</nav></header>
<main>
<h1>${say(screen.heading)}</h1>
<p class="lead">${say(screen.lead)}</p>
<p><a class="action" rel="noreferrer nofollow" href="${screen.action.href}">${say(screen.action.label)}</a></p>
${screen.notes.map((note) => `<p class="note">${say(note)}</p>`).join('\n')}
</main>
<footer>
<p>${say(question(age))}<br>
${say(before)} <a rel="noreferrer" href="${link.href}">${say(link.text)}</a>${say(after)}</p>
</footer>
</body>
</html>
`;
}

/** Spaces that must not break: before a French sign, and between a number and what it counts. */
function typeset(language: Language, text: string): string {
  const joined = text.replace(/(\d) (?=\p{L})/gu, '$1\u00a0');
  return language === 'fr' ? joined.replace(/ (?=[:;?!»])/g, '\u00a0') : joined;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] as string);
}
