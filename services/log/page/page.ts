import { chooseLanguage, maskMark } from '@bauta/sdk/gate';
import { writeCheck } from './check-section.ts';
import type { Facts } from './facts.ts';
import { writeBatches, writeList } from './list-section.ts';
import { EMPTY, type Html, html, joined } from './markup.ts';
import { type Voice, voiceOf } from './say.ts';
import type { PageOptions, Standing } from './standing.ts';
import { writeState } from './state-section.ts';
import { LANGUAGES, PAGE_LANGUAGES, type PageLanguage } from './text/text.ts';
import { writeTree } from './tree-section.ts';
import { writeWindows } from './windows-section.ts';

/** Where the page's stylesheet stands. */
export const STYLE_PATH = '/log.css';

/** The page brings nothing but its own stylesheet, and sends nothing anywhere. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  vary: 'accept-language',
};

/** What is published: how it stands, and what is in it. */
export interface Published {
  readonly standing: Standing;
  readonly facts: Facts;
}

/** The language of a page: the one that its address asks for by `?lang=`, else what the browser prefers. */
export function languageOf(asked: string | null, accepted: string | null): PageLanguage {
  return LANGUAGES.find((one) => one === asked) ?? chooseLanguage(accepted, LANGUAGES);
}

/**
 * The log's page for people, without a script.
 * @param published undefined while no tree is. @param now Unix seconds.
 */
export function writePage(
  options: PageOptions,
  published: Published | undefined,
  language: PageLanguage,
  now: number,
): string {
  const voice = voiceOf(language, now);
  const { text } = voice;
  const inside = published
    ? [
        writeWindows(voice, published.facts),
        writeTree(voice, published.standing),
        writeList(voice, options, published.facts),
        writeBatches(voice, published.facts),
      ]
    : [];
  const page = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title(options.key.name)}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header><span class="mark">${{ html: maskMark }}<span>${options.key.name}</span></span>${writeSwitches(voice)}</header>
<main>
<h1>${text.heading}</h1>
<p class="lead">${text.lead}</p>
${writeState(voice, options, published?.standing)}
${joined(inside)}
${writeCheck(voice, options, published?.facts)}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.html}`;
}

function writeSwitches({ language, text }: Voice): Html {
  const others = LANGUAGES.filter((one) => one !== language).map(
    (one) => html`<a href="/?lang=${one}" lang="${one}" hreflang="${one}">${PAGE_LANGUAGES[one].name}</a>`,
  );
  return others.length === 0 ? EMPTY : html`<nav aria-label="${text.languages}">${joined(others, ' ')}</nav>`;
}
