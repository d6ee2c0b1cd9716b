import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { addToMain, onGatePage } from '../frame/gate-page.ts';

const CONTROLS =
  '<form><input name="postcode"><button><svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true"><path d="M0 0h8v8z"/></svg></button></form>';

export const unlabelledControls: Fixture = site(
  {
    name: 'unlabelled-controls',
    sentence: 'Has a field and a button on the gate page of which a screen reader can say nothing.',
    seenAt: 'requirements.md, ARCOM-R16: screen reader',
    fails: ['S-18'],
  },
  { after: onGatePage((html) => addToMain(html, CONTROLS)) },
);
