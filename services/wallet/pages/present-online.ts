// `/present-online`: as `/present`, for passkeys without a secret of their own. It contacts their attester alone.
import type { Fetch } from '@bauta/sdk/client';
import { startPresentation } from './presentation.ts';
import { unlockOnline } from './unlock-online.ts';

const fetchPlainly: Fetch = (url, init) =>
  fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' });

startPresentation({
  isOnline: true,
  unlock: (passkeys, attester) => unlockOnline(attester, passkeys, fetchPlainly),
});
