import { createNoteSigner, formatNoteKey, parseHex, parseNoteKey } from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { runNoteKey, USAGE } from '../../../services/keys/run-note-key.ts';

const SEED = '07'.repeat(32);

async function run(args: readonly string[], input = SEED) {
  const [printed, complained]: string[][] = [[], []];
  const code = await runNoteKey(args, {
    readInput: async () => input,
    print: (text) => void printed?.push(text),
    complain: (text) => void complained?.push(text),
  });
  return { code, printed: printed?.join(''), complained: complained?.join('') };
}

it.each(['log', 'witness'] as const)('prints the key that a %s of that name and seed signs with', async (kind) => {
  const { code, printed = '' } = await run([kind, 'log.example'], `${SEED}\n`);
  expect(code).toBe(0);
  const { key } = await createNoteSigner('log.example', kind, parseHex(SEED));
  expect(printed).toBe(`${formatNoteKey(key)}\n`);
  expect(await parseNoteKey(printed.trim())).toEqual(key);
});

it('takes a seed as base64url too', async () => {
  const seed = Buffer.from(SEED, 'hex').toString('base64url');
  expect((await run(['log', 'log.example'], seed)).printed).toBe((await run(['log', 'log.example'])).printed);
});

it.each([[[]], [['log']], [['issuer', 'log.example']], [['log', 'not a name']], [['log', 'a.example', 'b']]])(
  'says how it is used for %j',
  async (args) => {
    expect(await run(args)).toEqual({ code: 3, printed: '', complained: USAGE });
  },
);

it.each(['', 'ab', `${SEED}00`, 'x'.repeat(64)])(
  'refuses a seed that is none, and does not repeat it',
  async (input) => {
    const { code, printed, complained = '' } = await run(['log', 'log.example'], input);
    expect([code, printed]).toEqual([3, '']);
    if (input !== '') expect(complained).not.toContain(input);
  },
);
