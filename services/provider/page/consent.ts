import type { ProviderText } from '../text/en.ts';
import { TEXT } from '../text/text.ts';

/** What a page of the simulated bank is drawn with. */
export interface PageOptions {
  /** Of the page: `en` or `fr`. */
  readonly language: string;
}

/** The page on which a person logs in and agrees; it needs no script. @param client the name of the attester that asks */
export function consentPage({ language, client }: PageOptions & { readonly client: string }): string {
  return pageOf(language, (text) => [
    '<form method="post">',
    `<h1><span class="host">${escapeText(client)}</span> <span class="asks">${text.heading}</span></h1>`,
    `<h2>${text.given}</h2>`,
    `<ul class="given"><li>${text.givenBirth}</li><li>${text.givenNumber}</li></ul>`,
    `<h2>${text.notGiven}</h2>`,
    `<ul class="not-given"><li>${text.notGivenName}</li></ul>`,
    `<h2>${text.bankLearns}</h2>`,
    `<ul class="given"><li>${text.bankLearnsWhen}</li></ul>`,
    `<ul class="not-given"><li>${text.bankLearnsNot}</li></ul>`,
    '<div class="answers">',
    `<button class="main" name="answer" value="share">${text.share}</button>`,
    `<button name="answer" value="decline">${text.decline}</button>`,
    '</div>',
    `<fieldset class="panel"><legend>${text.panel}</legend><p>${text.whoLogsIn}</p>`,
    `<label><input type="radio" name="person" value="adult" checked> <span>${text.adult}</span></label>`,
    `<label><input type="radio" name="person" value="sixteen"> <span>${text.sixteen}</span></label>`,
    '</fieldset>',
    '</form>',
  ]);
}

/** The page for what cannot go on; it repeats nothing of what was sent. */
export function failedPage({ language }: PageOptions): string {
  return pageOf(language, (text) => [`<h1>${text.failedHeading}</h1>`, `<p>${text.failed}</p>`]);
}

function pageOf(language: string, main: (text: ProviderText) => readonly string[]): string {
  const text = TEXT[language] as ProviderText;
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">',
    `<title>${text.title}</title><link rel="stylesheet" href="/page.css"></head>`,
    '<body><div class="bank">',
    `<header><p class="simulation">${text.simulation}</p>`,
    `<nav class="languages" aria-label="${text.language}">`,
    ...[
      ['en', 'English'],
      ['fr', 'Français'],
    ].map(([code = '', name]) => {
      const current = code === language ? ' aria-current="true"' : '';
      return `<a href="?language=${code}" lang="${code}" aria-label="${name}"${current}>${code.toUpperCase()}</a>`;
    }),
    '</nav></header>',
    '<main>',
    ...main(text),
    '</main></div></body></html>',
    '',
  ].join('\n');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
