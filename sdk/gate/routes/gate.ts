import { answerPage } from '../answers.ts';
import { keyOnOffer } from '../offer.ts';
import { gatePage } from '../pages/gate-page.ts';
import type { Act } from '../visit.ts';

/** `GET /_age/gate`: the gate page at an address of its own, for whoever serves the site behind another server. */
export const gate: Act = (visit) => {
  keyOnOffer(visit);
  return answerPage(gatePage(visit), 200);
};
