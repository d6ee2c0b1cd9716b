import { parseArgs } from 'node:util';
import {
  type Bytes,
  calendarOf,
  type Epoch,
  type KeyRole,
  nameOf,
  originOf,
  parseBase64url,
} from '@bauta/sdk/protocol';

export const USAGE = `npm run -s admin -- retire ROLE AGE WEEK [--name NAME] [--json]
npm run -s admin -- keys ROLE [--name NAME] [--json]
npm run -s admin -- batches [--json]
npm run -s admin -- attesters [--json]
npm run -s admin -- add-attester ATTESTER [--json]
npm run -s admin -- remove-attester ATTESTER [--json]
npm run -s admin -- erase-account REFERENCE [--name NAME] [--json]
npm run -s admin -- backup ROOM FILE [--name NAME] [--json]
npm run -s admin -- restore ROOM FILE [--name NAME] [--json]
npm run -s admin -- restored ROOM [--name NAME] [--json]
npm run -s admin -- shut-until ROOM [--name NAME] [--json]

  ROLE       attester or issuer: whose keys, with the settings that this room is started with
  ROOM       attester, issuer or log, with the settings that this room is started with; a site has npx @bauta/sdk backup
  AGE        of the key, in years: 18
  WEEK       of the key: 2026-W47
  ATTESTER   its name: attester.example, with a port unless that is 443
  REFERENCE  of an account: the id of one of its passkeys, as the wallet exports it
  FILE       the backup; of a log a folder
  --name     of an attester that was started with one
  --json     one line of JSON

retire         ends a key in an emergency: its private half is destroyed at once, and the key of the next generation takes its
               place. The running room logs both within a minute, and within 24 hours no site takes a token of the old key.
               Tokens that people hold of it are lost to them. At most three keys per age and week.
keys           lists the keys of this week and those around it.
batches        says how many batches the issuer signed in each week, and which numbers are published.
attesters      lists the attesters whose grants the issuer takes.
add-attester   has the running issuer take an attester's grants within a minute, as if ATTESTERS named it. Wallet and log have
               their own settings (spec/guides/attesters.md).
remove-attester
               has it take none of them within a minute, whatever ATTESTERS says, also after a restart. Tokens that people
               hold stay good.
erase-account  erases an account of the attester with all its passkeys, for a person who asks and cannot do it in the
               wallet. What recognises the same evidence stays until its end, and leads to nothing.
backup         copies what a room keeps while it runs. FILE must not be there.
restore        makes the store of a backup; the old one must be moved away first. What happened since the backup is in no
               copy: an attester gives no grants of the weeks in which some were drawn, an issuer publishes no number of
               them, both make no key twice, and a log goes on only if its witnesses have seen no more.
restored       the same for a store that was brought back by other means: a snapshot of a disk. Before the room starts.
shut-until     says until when an attester gives no grants because of a restore.

Each act is a line of the room's log, on standard error. Ends with 0, with 1 when it was refused and nothing was changed, 3 on
wrong arguments or settings, 4 when the store or a witness is not reachable.
`;

/** What is asked for, and of which room. */
export type Order = OrderOfRoom | OrderOfCopy;

interface Asked {
  /** Of an attester that was started with one. */
  readonly name: string | undefined;
  readonly isJson: boolean;
}

/** An act on a room's open store. */
export type OrderOfRoom = Asked & { readonly role: KeyRole } & (
    | { readonly act: 'keys' | 'batches' | 'attesters' }
    | { readonly act: 'add-attester' | 'remove-attester'; readonly attester: string }
    | { readonly act: 'retire'; readonly threshold: number; readonly epoch: Epoch }
    | { readonly act: 'erase-account'; readonly credentialId: Bytes }
  );

/** An act on what a room keeps, as the files they are. */
export type OrderOfCopy = Asked & { readonly role: KeyRole | 'log' | 'witness' } & (
    | { readonly act: 'backup' | 'restore'; readonly file: string }
    | { readonly act: 'restored' | 'shut-until' }
  );

/** @throws TypeError on anything but what USAGE says. */
export function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, name: { type: 'string' } },
    allowPositionals: true,
  });
  const [act, ...words] = positionals;
  const asked = { name: values.name, isJson: values.json };
  switch (act) {
    case 'batches':
    case 'attesters':
      checkCount(words, 0);
      if (asked.name !== undefined) throw new TypeError('an issuer has no name');
      return { act, role: 'issuer', ...asked };
    case 'add-attester':
    case 'remove-attester':
      checkCount(words, 1);
      return { act, role: 'issuer', ...asked, attester: nameOf(originOf(words[0] as string)) };
    case 'erase-account':
      checkCount(words, 1);
      // A dash may well begin an id, and is a flag to the parser: `--` before it says that it is none.
      return { act, role: 'attester', ...asked, credentialId: parseBase64url(words[0] as string) };
    case 'keys':
      checkCount(words, 1);
      return { act, role: roleOf(words[0], ['attester', 'issuer']), ...asked };
    case 'retire':
      checkCount(words, 3);
      if (!/^\d{1,3}$/.test(words[1] as string)) throw new TypeError('not an age');
      calendarOf(words[2] as string);
      return {
        ...{ act, role: roleOf(words[0], ['attester', 'issuer']), ...asked },
        ...{ threshold: Number(words[1]), epoch: words[2] as string },
      };
    case 'backup':
    case 'restore':
      checkCount(words, 2);
      return { act, role: roleOf(words[0], COPIED), ...asked, file: words[1] as string };
    case 'restored':
    case 'shut-until':
      checkCount(words, 1);
      return { act, role: roleOf(words[0], COPIED), ...asked };
    default:
      throw new TypeError('not an act');
  }
}

const COPIED = ['attester', 'issuer', 'log', 'witness'] as const;

function checkCount(words: readonly string[], count: number): void {
  if (words.length !== count || words.includes('')) throw new TypeError('too many words, or too few');
}

function roleOf<R extends string>(word: string | undefined, roles: readonly R[]): R {
  const role = roles.find((one) => one === word);
  if (role === undefined) throw new TypeError('not a room that has this');
  return role;
}
