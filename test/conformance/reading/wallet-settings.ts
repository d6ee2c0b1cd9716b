/** What a wallet's `integrity.json` says of whom it deals with. */
export interface WalletSettings {
  readonly version: string;
  readonly wallet: string;
  /** Names as the protocol writes them: a host, and a port unless it is 443. */
  readonly issuer: string;
  readonly attesters: readonly string[];
  /** Origin of the key log; absent where the wallet checks against none. */
  readonly log?: string;
  /** Origin of the simulated phone; in demonstrations only. */
  readonly phone?: string;
}

/** @returns undefined for anything that is not what a wallet of this protocol says of itself. */
export function readWalletSettings(text: string): WalletSettings | undefined {
  const said = parse(text);
  const settings = said?.settings as Record<string, unknown> | undefined;
  const { wallet, issuer, attesters, keyLog, phone } = settings ?? {};
  if (typeof wallet !== 'string' || typeof issuer !== 'string' || !Array.isArray(attesters)) return undefined;
  const log = originIn((keyLog as { url?: unknown } | undefined)?.url);
  const shown = originIn(phone);
  return {
    version: String(said?.version ?? ''),
    wallet,
    issuer,
    attesters: attesters
      .map((one) => String((one as { name?: unknown } | null)?.name ?? ''))
      .filter((name) => name !== ''),
    ...(log === undefined ? {} : { log }),
    ...(shown === undefined ? {} : { phone: shown }),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function originIn(value: unknown): string | undefined {
  try {
    return typeof value === 'string' ? new URL(value).origin : undefined;
  } catch {
    return undefined;
  }
}
