import type { MethodVisit } from '../../../gate/method.ts';
import { type Page, type Writer, writeAction, writePage } from '../../../gate/pages/page.ts';
import { formatBase64url } from '../../../protocol/base64url.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import { PAGE_PATH, RETURN_PATH, STATE_PATH } from '../paths.ts';
import { TEXTS } from '../texts/index.ts';
import { writeRather } from './rather.ts';

/** One page for every refusal: it depends on the language alone. */
export function refusedPage(visit: MethodVisit): Page {
  return writePage(visit, (writer) => {
    const { again, ...head } = TEXTS[writer.language].refused;
    const content = [
      writeAction(writer, again, PAGE_PATH),
      writeRather(writer),
      `<p class="code">${writer.say(writer.texts.refusal.code)} <code>ERR_PROOF_NEEDED</code></p>`,
    ];
    return { ...head, content, address: RETURN_PATH };
  });
}

/** Whoever says that they have shared it, before anything has come. @param id of the question */
export function waitingPage(visit: MethodVisit, id: Bytes): Page {
  return writePage(visit, (writer) => {
    const { again, ...head } = TEXTS[writer.language].waiting;
    const content = [writeAction(writer, again, `${STATE_PATH}?question=${formatBase64url(id)}`), writeRather(writer)];
    return { ...head, content, address: PAGE_PATH };
  });
}

/** Nobody can say whose proofs are good: none is asked for. */
export function closedPage(visit: MethodVisit): Page {
  return writePage(visit, (writer: Writer) => {
    const head = TEXTS[writer.language].closed;
    return { ...head, content: [writeRather(writer)], address: PAGE_PATH };
  });
}
