import type { BuiltFile } from '../../../services/wallet/built-file.ts';
import type { WalletSettings } from '../../../services/wallet/settings.ts';

/** Settings of a wallet in production: two attesters, no simulated phone and no panel. */
export const SETTINGS: WalletSettings = {
  wallet: 'https://wallet.example',
  issuer: 'issuer.example',
  attesters: [
    { name: 'attester.example', label: 'Attester' },
    { name: 'other.example:8443', label: 'Other' },
  ],
};

/** The file of this path; a page of this path. @throws when there is none. */
export function fileAt(path: string, files: readonly BuiltFile[]): BuiltFile {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`no file ${path}`);
  return file;
}

export function textOf({ bytes }: Pick<BuiltFile, 'bytes'>): string {
  return new TextDecoder().decode(bytes);
}

/** Those that a browser shows. */
export function pagesOf(files: readonly BuiltFile[]): readonly BuiltFile[] {
  return documentsOf(files).filter((file) => textOf(file).includes('<script'));
}

/** Those and the passages, which lead on at once. */
export function documentsOf(files: readonly BuiltFile[]): readonly BuiltFile[] {
  return files.filter(({ headers }) => headers['content-type']?.startsWith('text/html'));
}

/** All that a page loads by itself, with itself; what it merely leads to is not loaded. */
export function loadedBy(page: BuiltFile, files: readonly BuiltFile[]): readonly BuiltFile[] {
  const html = textOf(page);
  const paths = [...html.matchAll(/<(?:script|link)\b[^>]* (?:src|href)="(\/[^"]+)"/g)].map(
    ([, path]) => path as string,
  );
  return [page, ...paths.map((path) => fileAt(path, files))];
}
