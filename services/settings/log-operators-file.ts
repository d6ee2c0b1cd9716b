import { type NoteKey, originOf, parseNoteKey } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { readStrictly, refine } from './public-file.ts';

/** A row of `log-operators.json`: one who may add to the log. The log's room knows it as its `LogOperator`. */
export interface ListedOperator {
  readonly key: NoteKey;
  /** Any unless given. */
  readonly roles?: readonly ('attester' | 'issuer' | 'wallet' | 'sdk')[];
  /** Names that entries may be for; any unless given. */
  readonly names?: readonly string[];
}

const name = z.string('not a name').superRefine(refine('not a name', (text) => originOf(text) !== ''));

const OPERATORS = z.array(
  z.strictObject({
    key: z.string('not the key of an operator'),
    roles: z
      .array(z.enum(['attester', 'issuer', 'wallet', 'sdk'], 'not a role'), 'not a list')
      .min(1, 'an empty list')
      .exactOptional(),
    names: z.array(name, 'not a list').min(1, 'an empty list').exactOptional(),
  }),
  'not a list',
);

/** Reads `log-operators.json`. @throws TypeError naming the member that is wrong, without its value */
export async function parseLogOperators(text: string): Promise<readonly ListedOperator[]> {
  const rows = readStrictly(OPERATORS, text);
  const operators = await Promise.all(rows.map(async (row, i) => ({ ...row, key: await readKey(row.key, i) })));
  const keys = operators.map(({ key }) => `${key.name} ${key.publicKey}`);
  if (new Set(keys).size !== keys.length) throw new TypeError('the file: an operator stands twice');
  return operators;
}

async function readKey(text: string, row: number): Promise<NoteKey> {
  const key = await parseNoteKey(text).catch(() => undefined);
  if (key?.kind !== 'log') throw new TypeError(`[${row}].key: not the key of an operator`);
  return key;
}
