import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { addToMain, onGatePage } from '../frame/gate-page.ts';

const CLAIM = '<p>Contrôle d’âge certifié Arcom et validé CNIL.</p>'; // forbidden

export const claimsApproval: Fixture = site(
  {
    name: 'claims-approval',
    sentence: 'Says that authorities have approved its check, which they do not do.',
    seenAt: 'requirements.md, ARCOM-R49 and §1: the text approves no product',
    fails: ['S-17'],
  },
  { after: onGatePage((html) => addToMain(html, CLAIM)) },
);
