import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { onGatePage } from '../frame/gate-page.ts';

export const keyboardShutOut: Fixture = site(
  {
    name: 'keyboard-shut-out',
    sentence: 'Has a way to prove one’s age that no keyboard reaches.',
    seenAt: 'requirements.md, ARCOM-R16: nobody is shut out; conformance.md S-18: keyboard',
    fails: ['S-18'],
  },
  { after: onGatePage((html) => html.replaceAll('<a class="action', '<a tabindex="-1" class="action')) },
);
