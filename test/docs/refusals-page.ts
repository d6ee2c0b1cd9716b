import { AUDIENCES, type Audience, ERROR_STATUS, type ErrorCode, SENTENCES } from '@bauta/sdk/protocol';
import { escapeMarkup } from '../figures/escape-markup.ts';
import { framePage } from './page-frame.ts';

/** Every code, each at a place of its own: what `spec/errors.md` holds, to be led to. */
export function writeRefusals(): string {
  const audiences = Object.keys(AUDIENCES) as Audience[];
  const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
  return framePage({
    title: 'Refusals',
    home: '../index.html',
    intro: [
      '<p>A refusal over HTTP is a problem of RFC 9457. It holds nothing of what was sent. Codes do not change their ',
      'meaning; sentences may be reworded. The same table is spec/errors.md.</p>',
      '<p>Who sees a code:</p>',
      `<ul>${audiences.map((one) => `<li><b>${one}</b>: ${escapeMarkup(AUDIENCES[one])}</li>`).join('')}</ul>`,
    ].join(''),
    main: codes.map(writeCode).join('\n'),
  });
}

function writeCode(code: ErrorCode): string {
  const { seenBy, en, fr } = SENTENCES[code];
  return [
    `<section class="refusal" id="${code}">`,
    `<h2><code>${code}</code></h2>`,
    `<p class="quiet">${ERROR_STATUS[code]}, seen by: ${seenBy}</p>`,
    `<p>${escapeMarkup(en)}</p>`,
    `<p lang="fr" class="quiet">${escapeMarkup(fr)}</p>`,
    '</section>',
  ].join('');
}
