// `/present-online`: as `/present`, for passkeys without a secret of their own. It contacts their attester alone.
import type { Fetch } from '@bauta/sdk/client';
import { unlockOnline } from './passkey/unlock-online.ts';
import { startPresentation } from './present/presentation.ts';

const fetchPlainly: Fetch = (url, init) =>
  fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' });

startPresentation({
  isOnline: true,
  unlock: (passkeys, attester) => unlockOnline(attester, passkeys, fetchPlainly),
});
