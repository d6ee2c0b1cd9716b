import { createNoteSigner, formatNoteKey, originOf } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import { parseSecret } from '../settings/secret.ts';

export const USAGE = `npm run -s note-key -- KIND NAME < SEED

  KIND  log: the key of a log or of an operator that adds to one; witness: the key of a witness
  NAME  of the log, operator or witness: a host, or host:port
  SEED  32 random bytes on standard input, as 64 hexadecimal or 43 base64url characters

Prints the public key as key-log.json and log-operators.json want it, name+id+key, and keeps nothing.
Ends with 0, with 3 on wrong arguments or another seed than that.
`;

/** What the command may touch. */
export interface NoteKeyWorld {
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Prints the public key of a seed. @returns the exit code */
export async function runNoteKey(args: readonly string[], world: NoteKeyWorld): Promise<number> {
  const [kind, name = '', ...more] = args;
  const isName = isNameOf(name);
  if ((kind !== 'log' && kind !== 'witness') || !isName || more.length > 0) {
    world.complain(USAGE);
    return EXIT.configuration;
  }
  try {
    const seed = parseSecret((await world.readInput()).trim());
    world.print(`${formatNoteKey((await createNoteSigner(name, kind, seed.reveal())).key)}\n`);
    return EXIT.held;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    world.complain('note-key: what came in is not 32 bytes as 64 hexadecimal or 43 base64url characters\n');
    return EXIT.configuration;
  }
}

function isNameOf(text: string): boolean {
  try {
    return originOf(text) !== '';
  } catch {
    return false;
  }
}
