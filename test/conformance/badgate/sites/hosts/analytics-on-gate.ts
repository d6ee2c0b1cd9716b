import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

export const analyticsOnGate: Fixture = site(
  {
    name: 'analytics-on-gate',
    sentence: 'Loads the script of an audience measurement from another host on the gate page.',
    seenAt: 'requirements.md, ARCOM-R30: no analytics script in the flow; §5 no 9',
    fails: ['S-08'],
  },
  {
    hosts: { 'audience-stats': () => giveScript('window.audience = true;\n') },
    after: onGatePage(
      (html, { hosts }) => addToMain(html, `<script async src="${hosts['audience-stats']}/measure.js"></script>`),
      ({ hosts }) => openPolicy({ 'script-src': hosts['audience-stats'] ?? '' }),
    ),
  },
);
