import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Bytes,
  checkLogProof,
  cosign,
  createNoteSigner,
  formatDirectory,
  formatLogEntry,
  formatLogProof,
  formatNote,
  openTree,
  parseLogEntry,
  parseNote,
  readUtf8,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { groupAppend } from '@bauta/services/log/tree/group-append';
import { openTileFolder, type TileFolder } from '@bauta/services/log/tree/tile-folder';
import { ed25519PublicKey, signEd25519, verifyEd25519 } from '../../../sdk/protocol/crypto/node.ts';
import type { Act, Figures, Setting } from '../act.ts';
import { costOf, cpuMicros } from '../statistics.ts';
import { ATTESTERS, yearsOfKeys } from '../years-of-keys.ts';
import { openProofPage, type ProofPage } from './proof-page-host.ts';

const YEARS = 10;
const AT_ONCE = 256;
const SEED = new Uint8Array(32).fill(7);

/** A proof of a key beside the signatures in it, in Node and in a page; appends beside an fsync; ten years of keys. */
export const log: Act = {
  name: 'log',
  async open(setting) {
    const folder = mkdtempSync(join(tmpdir(), 'bauta-bench-log-'));
    const ground = await openGround(join(folder, 'log'), setting);
    const page = await openProofPage({
      entry: ground.entry,
      proof: ground.proof,
      trust: ground.trust,
      now: setting.now,
    });
    return {
      plans: [
        { act: 'proof check', limit: '3 Ed25519 verifications', of: ['Ed25519', 'Ed25519', 'Ed25519'] },
        ...(page === undefined
          ? []
          : [{ act: 'proof check in a page', limit: '3 of WebCrypto, time', of: Array(3).fill('Ed25519 in a page') }]),
        { act: 'append, one after the other', limit: 'an fsync, time', of: ['fsync'] },
        { act: `append, ${AT_ONCE} at once`, limit: 'an fsync, time', of: ['fsync'] },
      ],
      measure: () => measure(ground, page, folder, setting),
      notes: () => ground.notes,
      async close() {
        await page?.close();
        ground.store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

interface Ground {
  readonly store: TileFolder;
  readonly entry: string;
  readonly proof: string;
  readonly trust: Parameters<typeof checkLogProof>[2];
  readonly notes: readonly string[];
}

/** A log that is years old, and the proof of its newest keys with two cosignatures. */
async function openGround(folder: string, { now, isQuick }: Setting): Promise<Ground> {
  const years = isQuick ? 1 : YEARS;
  const signer = await createNoteSigner('log.example', 'log', SEED);
  const witnesses = await Promise.all(
    [1, 2].map((i) => createNoteSigner(`w${i}.example`, 'witness', new Uint8Array(32).fill(i))),
  );
  const filled = await openTileFolder(folder, signer);
  const entries = [...yearsOfKeys(years)];
  await filled.append(entries);
  filled.close();
  const size = sizeOf(folder);
  const began = performance.now();
  const store = await openTileFolder(folder, signer);
  const opened = performance.now() - began;

  const head = store.head();
  const { text, signatures } = parseNote(head.text);
  const cosigned = await Promise.all(witnesses.map((witness) => cosign(text, witness, now)));
  const checkpoint = formatNote({ text, signatures: [...signatures, ...cosigned] });
  const tree = openTree(head.size, (tile) => store.read(tile));
  const index = entries.length - 1;
  const proof = formatLogProof({ index, proof: await tree.inclusionProof(index), checkpoint });
  const trust = { key: signer.key, witnesses: witnesses.map(({ key }) => key), quorum: 2 };
  const [plain, stapled] = [directoryOf(entries), directoryOf(entries, proof)].map((one) => one.length) as [
    number,
    number,
  ];
  const spread = `${ATTESTERS} attesters, an issuer, 5 ages`;
  return {
    store,
    entry: readUtf8(entries[index] as Bytes),
    proof,
    trust,
    notes: [
      `log: ${years} years of weekly keys (${spread}): ${entries.length} entries, ${(size / 1e6).toFixed(1)} MB, opened in ${(opened / 1000).toFixed(2)} s`,
      `log: a proof ${proof.length} bytes; a directory of 5 weeks and 5 ages ${plain} bytes, ${stapled} with its proofs`,
    ],
  };
}

/** The directory of one name with keys of five weeks. */
function directoryOf(entries: readonly Bytes[], proof?: string): string {
  const weeks = Array.from({ length: 5 }, (_, i) => parseLogEntry(readUtf8(entries[21 * i] as Bytes)));
  const keys = weeks.flatMap((entry) => {
    if (entry.kind !== 'keys') throw new TypeError('not keys');
    return entry.keys.map(({ threshold, generation, spki }) => ({ threshold, generation, spki, epoch: entry.epoch }));
  });
  const epochs = new Set(keys.map(({ epoch }) => epoch));
  const proofs = proof ? Object.fromEntries([...epochs].map((epoch) => [epoch, proof])) : undefined;
  const requestUrl = 'https://issuer.example/token-request';
  return formatDirectory({ requestUrl, keys, now: 0, batchSize: 30, ...(proofs ? { proofs } : {}) });
}

async function measure(
  { store, entry, proof, trust }: Ground,
  page: ProofPage | undefined,
  folder: string,
  { count, now }: Setting,
): Promise<Figures> {
  const message = writeUtf8(proof);
  const [publicKey, signature] = [await ed25519PublicKey(SEED), await signEd25519(SEED, message)];
  const leaf = writeUtf8(entry);
  const figures: Record<string, number> = {
    Ed25519: await cpuMicros(count, async () => {
      for (let i = 0; i < count; i++) await verifyEd25519(publicKey, message, signature);
    }),
    'proof check': await cpuMicros(count, async () => {
      for (let i = 0; i < count; i++) await checkLogProof(leaf, proof, trust, now);
    }),
    fsync: (await fsyncs(join(folder, 'beside'), 50)).wall,
  };
  const { append } = groupAppend(store, () => {});
  const one = await costOf(20, async () => {
    for (let i = 0; i < 20; i++) await append(drawEntry());
  });
  const many = await costOf(AT_ONCE, () => Promise.all(Array.from({ length: AT_ONCE }, () => append(drawEntry()))));
  figures['append, one after the other'] = one.wall;
  figures[`append, ${AT_ONCE} at once`] = many.wall;
  if (page !== undefined) {
    const { proofs, verifications } = await page.measure(count);
    figures['proof check in a page'] = proofs * 1000;
    figures['Ed25519 in a page'] = verifications * 1000;
  }
  return figures;
}

let drawn = 0;

/** Another one at each call. */
function drawEntry(): Bytes {
  const digest = new Uint8Array(32);
  new DataView(digest.buffer).setUint32(0, ++drawn);
  return writeUtf8(formatLogEntry({ kind: 'wallet', name: 'wallet.example', digest }));
}

/** A few bytes at the end of a file, brought to the disk each time. */
async function fsyncs(path: string, times: number) {
  const file = await open(path, 'a');
  try {
    return await costOf(times, async () => {
      for (let i = 0; i < times; i++) {
        await file.write('entry');
        await file.sync();
      }
    });
  } finally {
    await file.close();
  }
}

function sizeOf(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
