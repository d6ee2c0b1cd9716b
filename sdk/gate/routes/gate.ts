import { sha256 } from '#crypto';
import { answerPage } from '../answers.ts';
import { askedFor } from '../asked-for.ts';
import { readSecretCookie, SESSION_COOKIE } from '../cookies.ts';
import { meet } from '../meet.ts';
import { keyOnOffer } from '../offer.ts';
import { gatePage } from '../pages/gate-page.ts';
import type { Act } from '../visit.ts';

/**
 * `GET /_age/gate`: the gate page at an address of its own. For a server in front that says what it was asked for, it
 * is the very answer of the gate to that: 403 with the page, or 401 with the headers of protocol.md §4.
 */
export const gate: Act = async (visit) => {
  const { request, settings } = visit;
  const goBack = askedFor(request);
  if (goBack === undefined) {
    keyOnOffer(visit);
    return answerPage(gatePage(visit), 200);
  }
  const session = readSecretCookie(request, SESSION_COOKIE);
  // Asked for its answer alone: whoever has a session must not read that they need one while the store is away.
  if (session !== undefined) await settings.sessions.read(await sha256(session));
  return meet(visit, goBack);
};
