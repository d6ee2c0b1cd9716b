import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { blindSign, signingKeyOf } from '../../services/keys/blind-sign.ts';
import { drawTokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { vaultOn } from './adapters.ts';
import { NOON, upTo } from './figures.ts';

// Makes three keys in a file and destroys the second, and is killed when that is committed and the log still full: the
// signers are told to forget the key in between.
const database = openSqlite(process.argv[2] as string);
const vault = vaultOn(database, () => NOON, {
  draw: drawTokenKeyPair,
  signers: {
    sign: async (key, blinded) => blindSign(signingKeyOf(key), blinded),
    forget: () => process.kill(process.pid, 'SIGKILL'),
  },
});
for (const generation of upTo(3)) await vault.create(18, '2026-W47', generation);
await (await vault.slot(18, '2026-W47', 1))?.signer.sign(new Uint8Array(256).fill(7));

const rows = database.prepare('SELECT sealed FROM key_secrets ORDER BY generation').all() as { sealed: Uint8Array }[];
process.stdout.write(`${rows.map(({ sealed }) => Buffer.from(sealed).toString('hex')).join('\n')}\n`, () => {
  void vault.destroy(18, '2026-W47', 1);
});
