import { consistencyOf, RFC9162, rootOf } from './log-tree.ts';
import { LARGE } from './log-world.ts';
import { hex } from './seeded.ts';
import type { Result } from './vector-file.ts';

/** What is changed of two heads of one log and of the proof that the newer one continues the older one. */
interface Change {
  readonly older?: Uint8Array;
  readonly newer?: Uint8Array;
  readonly proof?: (path: readonly Uint8Array[]) => readonly Uint8Array[];
}

/** Pairs of heads: does the newer tree begin with the older one? */
export function consistencyCases() {
  const judged = (result: Result) => {
    return (id: string, about: string, from: number, to: number, change: Change = {}, rule = 'BP-LOG-2') => {
      const path = from > 0 && from < to ? consistencyOf(from, LARGE.slice(0, to)) : [];
      const head = (size: number, root: Uint8Array = rootOf(LARGE.slice(0, size))) => ({ size, root: hex(root) });
      return {
        ...{ id: `from-${from}-to-${to}${id && `-${id}`}`, about, rule, result },
        ...{ older: head(from, change.older), newer: head(to, change.newer) },
        hashes: (change.proof?.(path) ?? path).map(hex),
      };
    };
  };
  const [good, refused] = [judged('accepted'), judged('ERR_LOG_PROOF')];
  const forked = LARGE.map((entry, i) => (i === 3 ? entry.replace('1.2.3', '1.2.4') : entry));
  const removed = LARGE.filter((_, i) => i !== 3);
  const node = RFC9162.leaf('');
  const swapped = (path: readonly Uint8Array[]) => [path[1], path[0], ...path.slice(2)] as Uint8Array[];
  const flipped = (path: readonly Uint8Array[]) =>
    path.map((hash, i) => (i === 0 ? hash.map((byte) => byte ^ 1) : hash));
  return [
    good('', 'from nothing to nothing', 0, 0),
    good('', 'every tree continues the empty one, without a hash', 0, 7),
    good('', 'the same tree, without a hash', 7, 7),
    good('', 'from the first entry', 1, 7),
    good('', 'from a part that is no complete tree', 3, 7),
    good('', 'from a complete tree, whose root is not in the proof', 4, 7),
    good('', 'by one entry', 6, 7),
    good('', 'the small log and the large one', 7, 300),
    good('', 'from a complete tree in the larger one', 128, 300),
    good('', 'from the largest complete tree in it', 256, 300),
    good('', 'by one entry', 299, 300),
    refused('', 'the newer tree is the smaller one', 300, 7),
    refused('reversed', 'the heads of a good proof the wrong way round', 7, 3, {
      proof: () => consistencyOf(3, LARGE.slice(0, 7)),
    }),
    refused('other-root', 'two roots for one size', 7, 7, { newer: rootOf(forked.slice(0, 7)) }),
    refused('hash', 'a hash where none is due', 7, 7, { proof: () => [node] }, 'BP-LOG-1'),
    refused('other-root', 'an empty tree that is none', 0, 7, { older: node }),
    refused('hash', 'a hash where none is due', 0, 7, { proof: () => [node] }, 'BP-LOG-1'),
    refused('older-other', 'another root of the older tree', 3, 7, { older: rootOf(LARGE.slice(1, 4)) }),
    refused('newer-other', 'another root of the newer tree', 3, 7, { newer: rootOf(removed.slice(0, 7)) }),
    refused('fork', 'an entry replaced, and the proof that the replaced tree has', 6, 7, {
      newer: rootOf(forked.slice(0, 7)),
      proof: () => consistencyOf(6, forked.slice(0, 7)),
    }),
    refused('fork', 'an entry replaced under a complete tree', 4, 7, {
      newer: rootOf(forked.slice(0, 7)),
      proof: () => consistencyOf(4, forked.slice(0, 7)),
    }),
    refused('removed', 'an entry removed, and the proof that the shorter tree has', 7, 299, {
      newer: rootOf(removed),
      proof: () => consistencyOf(7, removed),
    }),
    refused('no-hashes', 'no hashes where four are due', 3, 7, { proof: () => [] }, 'BP-LOG-1'),
    refused('no-hashes', 'no hashes from a complete tree', 4, 7, { proof: () => [] }, 'BP-LOG-1'),
    refused('hash-bit', 'one bit of each byte of the first hash changed', 3, 7, { proof: flipped }),
    refused('first-missing', 'the first hash missing', 7, 300, { proof: (path) => path.slice(1) }, 'BP-LOG-1'),
    refused('last-missing', 'the last hash missing', 7, 300, { proof: (path) => path.slice(0, -1) }, 'BP-LOG-1'),
    refused('hash-more', 'a hash too many', 7, 300, { proof: (path) => [...path, node] }, 'BP-LOG-1'),
    refused('swapped', 'the first two hashes swapped', 7, 300, { proof: swapped }),
    refused('other-proof', 'the proof of another older tree', 7, 300, { proof: () => consistencyOf(6, LARGE) }),
    refused(
      'own-root',
      'the root of the complete older tree, which a reader has, before its proof',
      4,
      7,
      { proof: (path) => [rootOf(LARGE.slice(0, 4)), ...path] },
      'BP-LOG-1',
    ),
    refused(
      '31-bytes',
      'a hash a byte short',
      6,
      7,
      { proof: (path) => path.map((hash) => hash.slice(1)) },
      'BP-LOG-1',
    ),
  ];
}
