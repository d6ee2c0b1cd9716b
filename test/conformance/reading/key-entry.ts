import { createHash } from 'node:crypto';
import type { ListedKey } from './issuer-directory.ts';
import { windowOfWeek } from './week.ts';

/** A key in an entry of a log. */
export interface LoggedKey {
  readonly name: string;
  readonly epoch: string;
  readonly threshold: string;
  readonly generation: string;
  /** Hexadecimal. */
  readonly keyId: string;
}

/** Why keys may have been logged late; the entry says one of these. */
const EXCEPTIONS = ['-', 'genesis', 'resume'];

/**
 * The entries that would list these keys of an issuer for a week, one for each thing that the directory does not tell.
 * @param keys all of that week. @returns bytes
 */
export function keyEntriesOf(issuer: string, epoch: string, keys: readonly ListedKey[]): readonly Uint8Array[] {
  const window = windowOfWeek(epoch);
  if (window === undefined) return [];
  const lines = [...keys]
    .sort((a, b) => (a.threshold ?? 0) - (b.threshold ?? 0) || (a.generation ?? 0) - (b.generation ?? 0))
    .map(({ threshold, generation, spki }) => {
      const id = createHash('sha256').update(spki).digest('hex');
      return `${threshold} ${generation} ${window.from} ${window.to} ${id} ${Buffer.from(spki).toString('base64')}`;
    });
  return EXCEPTIONS.map((exception) =>
    new TextEncoder().encode(`${['bauta/keys/v1', 'issuer', issuer, epoch, exception, ...lines].join('\n')}\n`),
  );
}

/** Keys of issuers that an entry of a log lists. */
export function readKeyEntry(text: string): readonly LoggedKey[] {
  const [kind, role, name = '', epoch = '', , ...lines] = text.split('\n');
  if (kind !== 'bauta/keys/v1' || role !== 'issuer') return [];
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [threshold = '', generation = '', , , keyId = ''] = line.split(' ');
      return { name, epoch, threshold, generation, keyId };
    });
}
