import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';
import { answerParts, UNLOCK_SCRIPT } from '../frame/unlock.ts';

const VENDOR_SCRIPT = `document.addEventListener('DOMContentLoaded', () => {
  const state = { verified: false };
  window.ageVendor = { onSuccess: (act) => { if (state.verified) act(); } };
});
`;

/** The callback opens the page (S-05); the script of another host on the gate is itself a fault (S-08). */
export const vendorScriptUnlocks: Fixture = site(
  {
    name: 'vendor-script-unlocks',
    sentence:
      'Loads the script of a vendor, whose success callback makes the page fetch what it withholds, without a session.',
    seenAt: 'requirements.md §5 no 5 and peers.md, failures: a public add-on fakes the success callback',
    fails: ['S-05', 'S-08'],
  },
  {
    hosts: { 'age-vendor': () => giveScript(VENDOR_SCRIPT) },
    before: answerParts,
    after: onGatePage(
      (html, { hosts }) => addToMain(html, `<script src="${hosts['age-vendor']}/gate.js"></script>\n${UNLOCK_SCRIPT}`),
      ({ hosts }) => openPolicy({ 'script-src': hosts['age-vendor'] ?? '' }),
    ),
  },
);
