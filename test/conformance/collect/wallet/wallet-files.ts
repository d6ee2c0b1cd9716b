import { directoryUrlOf, readTokenDirectory } from '../../reading/token-directory.ts';
import { readWalletSettings } from '../../reading/wallet-settings.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';

/**
 * What the wallet's host says of the wallet, asked for as by anyone.
 *
 * Exchanges: `integrity`, `present`, `app`, `directory`.
 * Facts: `wallet` `{version, wallet, issuer, attesters: [name], log?, phone?}` · `directory` `{url, requestUri, batchSize?, thresholds}`.
 */
export const walletFiles: ProbeAct = {
  name: 'wallet-files',
  title: { en: 'Reading what the wallet says of itself', fr: 'Lecture de ce que le portefeuille dit de lui-même' },
  needs: [],
  run: readFiles,
};

async function readFiles({ target, record, http }: ProbeContext): Promise<void> {
  const at = (path: string): string => new URL(path, target).href;
  const integrity = await http.send(record, { url: at('/integrity.json'), label: 'integrity' });
  if (integrity.noAnswer !== undefined) record.leave('no-answer');
  const settings = readWalletSettings(new TextDecoder().decode(integrity.bytes));
  if (settings === undefined) return record.leave('not-our-protocol');
  record.add({ kind: 'fact', label: 'wallet', value: { ...settings } });
  await http.send(record, { url: at('/present'), label: 'present' });
  await http.send(record, { url: at('/app/'), label: 'app' });
  const url = directoryUrlOf(settings.issuer);
  const answer = await http.send(record, { url, label: 'directory' });
  const directory = readTokenDirectory(new TextDecoder().decode(answer.bytes));
  if (directory !== undefined) record.add({ kind: 'fact', label: 'directory', value: { url, ...directory } });
}
