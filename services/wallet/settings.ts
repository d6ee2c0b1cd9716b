import { type KeyLogFile, parseKeyLogFile } from '@bauta/sdk/log';
import { checkPublicUrl, originOf } from '@bauta/sdk/protocol';
import { checkAppeal } from '../settings/appeal.ts';

/** Who can check an age, as the person chooses it. */
export interface AttesterSetting {
  /** As `nameOf` writes it. */
  readonly name: string;
  /** What people call it. */
  readonly label: string;
  /** Where people write when their proof was refused: a `mailto:` address or an https page. */
  readonly appeal?: string;
}

/** What is pinned into a build of the wallet: nothing of it can come from a request. */
export interface WalletSettings {
  /** The wallet's own origin. Its host is the rpId of every passkey. */
  readonly wallet: string;
  /** The issuer's name. */
  readonly issuer: string;
  /** At least one; the first is offered first. */
  readonly attesters: readonly AttesterSetting[];
  /** The log that the keys of attesters and issuer are checked against; without it they are taken as they are listed. */
  readonly keyLog?: KeyLogFile;
  /** The origin of the simulated phone; for demonstration only. */
  readonly phone?: string;
  /** The origin of every room, for the page on who knows what; for demonstration only. */
  readonly rooms?: Readonly<Record<string, string>>;
}

/** @throws TypeError on settings that could never be right. */
export function checkSettings({ wallet, issuer, attesters, keyLog, phone }: WalletSettings): void {
  for (const origin of [wallet, ...(phone === undefined ? [] : [phone])]) {
    if (checkPublicUrl(`${origin}/`).origin !== origin) throw new TypeError('wallet, phone: not an origin');
  }
  for (const name of [issuer, ...attesters.map((attester) => attester.name)]) originOf(name);
  for (const { appeal } of attesters) if (appeal !== undefined) checkAppeal(appeal);
  if (keyLog !== undefined) parseKeyLogFile(JSON.stringify(keyLog));
  const names = new Set(attesters.map(({ name }) => name));
  if (names.size === 0 || names.size !== attesters.length) throw new TypeError('attesters: none, or one twice');
}
