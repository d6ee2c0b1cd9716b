import type { WalletSettings } from '../../settings.ts';

/** Put in place of this name by the build. */
declare const PINNED_SETTINGS: WalletSettings;

/** The settings of this build. */
export const settings: WalletSettings = PINNED_SETTINGS;

/** What every passkey of this wallet is bound to: exactly the wallet's host. */
export const rpId: string = new URL(settings.wallet).hostname;
