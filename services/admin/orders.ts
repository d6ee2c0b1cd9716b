import { parseArgs } from 'node:util';
import { type Bytes, calendarOf, type Epoch, type KeyRole, parseBase64url } from '@bauta/sdk/protocol';

export const USAGE = `npm run -s admin -- retire ROLE AGE WEEK [--name NAME] [--json]
npm run -s admin -- keys ROLE [--name NAME] [--json]
npm run -s admin -- batches [--json]
npm run -s admin -- erase-account REFERENCE [--name NAME] [--json]

  ROLE       attester or issuer: whose keys, with the settings that this room is started with
  AGE        of the key, in years: 18
  WEEK       of the key: 2026-W47
  REFERENCE  of an account: the id of one of its passkeys, as the wallet exports it
  --name     of an attester that was started with one
  --json     one line of JSON

retire         ends a key in an emergency: its private half is destroyed at once, and the key of the next generation takes its
               place. The running room logs both within a minute, and within 24 hours no site takes a token of the old key.
               Tokens that people hold of it are lost to them. At most three keys per age and week.
keys           lists the keys of this week and those around it.
batches        says how many batches the issuer signed in each week, and which numbers are published.
erase-account  erases an account of the attester with all its passkeys, for a person who asks and cannot do it in the
               wallet. What recognises the same evidence stays until its end, and leads to nothing.

Each act is a line of the room's log, on standard error. Ends with 0, with 1 when there is nothing to retire or to erase, 3 on
wrong arguments or settings, 4 when the store is not reachable.
`;

/** What is asked for, and of which room. */
export type Order = { readonly role: KeyRole; readonly name: string | undefined; readonly isJson: boolean } & (
  | { readonly act: 'keys' | 'batches' }
  | { readonly act: 'retire'; readonly threshold: number; readonly epoch: Epoch }
  | { readonly act: 'erase-account'; readonly credentialId: Bytes }
);

/** @throws TypeError on anything but what USAGE says. */
export function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, name: { type: 'string' } },
    allowPositionals: true,
  });
  const [act, ...words] = positionals;
  const { json: isJson, name } = values;
  if (act === 'batches' && words.length === 0 && name === undefined) return { act, role: 'issuer', name, isJson };
  if (act === 'erase-account' && words.length === 1) {
    // A dash may well begin an id, and is a flag to the parser: `--` before it says that it is none.
    return { act, role: 'attester', name, isJson, credentialId: parseBase64url(words[0] as string) };
  }
  const [role, age, epoch = '', ...more] = words;
  if ((role !== 'attester' && role !== 'issuer') || more.length > 0) throw new TypeError('not a role');
  if (act === 'keys' && age === undefined) return { act, role, name, isJson };
  if (act !== 'retire' || !/^\d{1,3}$/.test(age ?? '')) throw new TypeError('not an act');
  calendarOf(epoch);
  return { act, role, name, isJson, threshold: Number(age), epoch };
}
