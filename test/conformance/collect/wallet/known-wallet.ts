import type { WalletSettings } from '../../reading/wallet-settings.ts';
import type { ProbeContext } from '../probe-act.ts';

export interface KnownWallet extends WalletSettings {
  /** Of the issuer's directory. */
  readonly directoryUrl: string;
  /** Where blinded tokens are asked for. */
  readonly requestUri: string;
  /** The age that is asked for. */
  readonly threshold: number;
}

const ADULT = 18;

/** What `wallet-files` has seen. @throws ProbeLeft with its reason where it has not seen enough */
export function knownWallet({ seen, record }: Pick<ProbeContext, 'seen' | 'record'>): KnownWallet {
  const files = seen.probe('wallet-files');
  if (files.state === 'untested') record.leave(files.reason ?? 'fault');
  const settings = files.fact('wallet') as unknown as WalletSettings | undefined;
  const directory = files.fact('directory') as unknown as
    | { url: string; requestUri: string; thresholds: readonly number[] }
    | undefined;
  if (settings === undefined || directory === undefined) return record.leave('no-answer');
  const { url, requestUri, thresholds } = directory;
  const threshold = thresholds.includes(ADULT) ? ADULT : (thresholds[0] ?? ADULT);
  return { ...settings, directoryUrl: url, requestUri, threshold };
}
