import type { MethodVisit } from '../../../gate/method.ts';
import { escapeHtml } from '../../../gate/pages/markup.ts';
import { type Page, type Writer, writePage } from '../../../gate/pages/page.ts';
import { formatBase64url } from '../../../protocol/base64url.ts';
import { formatPresentationRequest, type Presentation } from '../../presentation.ts';
import { PAGE_PATH, STATE_PATH } from '../paths.ts';
import type { Asking } from '../question.ts';
import { TEXTS } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import { equip } from './equip.ts';
import { writeQrCode } from './qr-code.ts';
import { writeRather } from './rather.ts';

/**
 * Asks for a proof by whatever the device may have. Nothing tells whether there is an app, so every way stands there at
 * once; the script shows the browser's own where the browser has it, and notices what came of a code.
 */
export function askPage(visit: MethodVisit, asking: Asking): Page {
  const page = writePage(visit, (writer) => {
    const { ask } = TEXTS[writer.language];
    const { here, elsewhere } = asking.question.ways;
    const content = [
      writeBrowser(writer, ask, asking, elsewhere !== undefined),
      here === undefined ? '' : writeHere(writer, ask, here),
      writeNotes(writer, ask),
      elsewhere === undefined ? '' : writeElsewhere(writer, ask, elsewhere, asking),
      writeRather(writer),
    ];
    const { title, heading, lead } = ask;
    return { title, heading: heading(writer.age), lead, content, address: PAGE_PATH };
  });
  return equip(page);
}

/** Shown by the script alone: without one, nobody could ask this way. */
function writeBrowser({ say }: Writer, ask: Texts['ask'], { id, digital }: Asking, isPolled: boolean): string {
  const data = [
    `data-question="${formatBase64url(id)}"`,
    `data-request="${escapeHtml(JSON.stringify(digital))}"`,
    ...(isPolled ? ['data-polled'] : []),
  ];
  return `<p id="ask" ${data.join(' ')} hidden><button class="action" type="button" aria-describedby="ask-note">${say(ask.browser)}</button></p>
<p class="note" id="ask-note" hidden>${say(ask.browserNote)}</p>`;
}

function writeHere({ say }: Writer, ask: Texts['ask'], here: Presentation): string {
  const href = escapeHtml(formatPresentationRequest(here));
  return `<p><a class="action" id="here" rel="noreferrer nofollow" href="${href}" aria-describedby="here-note">${say(ask.here)}</a></p>
<p class="note" id="here-note">${say(ask.hereNote)}</p>`;
}

/** What the script has to say: in a place that is read out when something appears there. */
function writeNotes({ say }: Writer, ask: Texts['ask']): string {
  const notes = (['silent', 'declined', 'broken'] as const).map(
    (name) => `<p class="note" id="${name}" hidden>${say(ask[name])}</p>`,
  );
  return `<div role="status">\n${notes.join('\n')}\n</div>`;
}

function writeElsewhere({ say, language }: Writer, ask: Texts['ask'], elsewhere: Presentation, { id }: Asking): string {
  const href = `${STATE_PATH}?question=${formatBase64url(id)}&amp;lang=${language}`;
  return `<section>
<h2>${say(ask.elsewhere)}</h2>
<p>${say(ask.elsewhereNote)}</p>
${writeQrCode(formatPresentationRequest(elsewhere), ask.code)}
<p><a rel="nofollow" href="${href}">${say(ask.shared)}</a></p>
</section>`;
}
