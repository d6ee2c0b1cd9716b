// `/present`: a site asks, the person answers. This page holds a request, mints nothing and contacts nobody.
import { startPresentation } from './presentation.ts';
import { unlockAlone } from './unlock.ts';

startPresentation({ isOnline: false, unlock: (passkeys) => unlockAlone(passkeys) });
