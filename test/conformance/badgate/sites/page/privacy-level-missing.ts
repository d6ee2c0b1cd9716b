import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { onGatePage } from '../frame/gate-page.ts';

const TEXTS = /<p class="(?:level|note)"[^>]*>.*?<\/p>\n?/g;

export const privacyLevelMissing: Fixture = site(
  {
    name: 'privacy-level-missing',
    sentence: 'Offers a way to prove one’s age and does not say before the choice who learns what.',
    seenAt: 'requirements.md, ARCOM-R47: level shown for each option before the choice',
    fails: ['S-12'],
  },
  { after: onGatePage((html) => html.replace(TEXTS, '').replace(/ aria-describedby="[^"]*"/g, '')) },
);
