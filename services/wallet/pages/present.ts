// `/present`: a site asks, the person answers. This page holds a request, mints nothing and contacts nobody.

import { unlockAlone } from './passkey/unlock.ts';
import { startPresentation } from './present/presentation.ts';

startPresentation({ isOnline: false, unlock: (passkeys) => unlockAlone(passkeys) });
