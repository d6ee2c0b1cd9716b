import type { Account } from './account.ts';
import { type FiledToken, writeTokenFile } from './token-file.ts';

/** Mints thirty tokens of each week and age that may be asked for now, into a file. @returns how many. @throws AgeError */
export async function fillTokenFile(path: string, account: Account): Promise<number> {
  const tokens: FiledToken[] = [];
  for (const slot of await account.slots()) {
    const { epoch, threshold } = slot;
    for (const held of await account.mint(slot)) tokens.push({ ...held, epoch, threshold });
  }
  writeTokenFile(path, { issuer: account.rooms.issuer, attester: account.attester, tokens });
  return tokens.length;
}
