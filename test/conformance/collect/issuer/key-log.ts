import { headerOf } from '../../evidence/view.ts';
import { readCheckpoint, readLogProof } from '../../reading/log-proof.ts';
import { isWithinReach } from '../../reading/loopback.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { seenDirectory } from './find-issuer-keys.ts';

/** Hashes in a whole tile, and the bytes of one (C2SP tlog-tiles). */
const WIDTH = 256;
const HASH = 32;
/** Tiles that are read at most: more than ten thousand entries are years of keys. */
const MOST_TILES = 40;
const MOST_ORIGINS = 8;

/**
 * The log that the directory's proofs name, where the wallet that may read the issuer's answers calls it: exchanges
 * `wallet` (its page, for the addresses that it may call), `candidate` (a checkpoint asked for there), `checkpoint` (the
 * log's, again) and `tile` (the hashes of its entries, tile by tile, where they are few enough to be read whole). A fact `log` is its
 * origin. Nothing is recorded where the directory has no proofs.
 */
export const keyLog: ProbeAct = {
  name: 'key-log',
  title: { en: 'Reading the log of keys', fr: 'Lire le journal des clés' },
  needs: [],
  async run(context) {
    const { record, http } = context;
    const proofs = Object.values(seenDirectory(context)?.proofs ?? {}).map(readLogProof);
    const name = proofs.find((proof) => proof !== undefined)?.head.origin;
    if (name === undefined) return record.leave('nothing-to-try');
    for (const origin of await originsOf(context)) {
      const answer = await http.send(record, { url: `${origin}/checkpoint`, label: 'candidate' });
      const head = readCheckpoint(new TextDecoder().decode(answer.bytes));
      if (head?.origin !== name) continue;
      record.add({ kind: 'fact', label: 'log', value: origin });
      await http.send(record, { url: `${origin}/checkpoint`, label: 'checkpoint' });
      if (head.size > MOST_TILES * WIDTH) return;
      for (const path of tilesOf(head.size)) {
        await http.send(record, { url: `${origin}/tile/0/${path}`, label: 'tile', mostBytes: WIDTH * HASH });
      }
      return;
    }
  },
};

/** The files of a tree's lowest level: whole ones of 256 hashes, the last with as many as are left. Fewer than a thousand. */
function tilesOf(size: number): readonly string[] {
  return Array.from({ length: Math.ceil(size / WIDTH) }, (_, i) => {
    const left = size - i * WIDTH;
    const name = String(i).padStart(3, '0');
    return left >= WIDTH ? name : `${name}.p/${left}`;
  });
}

/** Where the issuer's wallet may go, as its page's own rules have it. */
async function originsOf({ seen, http, record, target }: ProbeContext): Promise<readonly string[]> {
  const preflight = seen.probe('issuer-doors').exchanges('preflight')[0]?.response;
  const wallet = headerOf(preflight?.headers ?? [], 'access-control-allow-origin') ?? '';
  if (!URL.canParse(wallet) || !isWithinReach(new URL(wallet), target)) return [];
  const page = await http.send(record, { url: `${new URL(wallet).origin}/app/`, label: 'wallet' });
  const policy = headerOf(page.response?.headers ?? [], 'content-security-policy') ?? '';
  const [, sources = ''] = /(?:^|;)\s*connect-src ([^;]*)/.exec(policy) ?? [];
  return sources
    .split(/\s+/)
    .filter((source) => URL.canParse(source) && new URL(source).origin === source && source !== target.origin)
    .filter((source) => isWithinReach(new URL(source), target))
    .slice(0, MOST_ORIGINS);
}
