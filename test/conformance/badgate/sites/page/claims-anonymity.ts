import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { addToMain, onGatePage } from '../frame/gate-page.ts';

const CLAIM = '<p>La vérification de votre âge est 100\u00a0% anonyme.</p>'; // forbidden

export const claimsAnonymity: Fixture = site(
  {
    name: 'claims-anonymity',
    sentence: 'Tells visitors that the check is anonymous.',
    seenAt: 'requirements.md, ARCOM-R49: the authority itself says that it is not, in the sense of the GDPR',
    fails: ['S-17'],
  },
  { after: onGatePage((html) => addToMain(html, CLAIM)) },
);
