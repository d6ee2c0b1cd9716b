import { openKeyLog, proveKeys, seenInMemory } from '@bauta/sdk/log';
import { AgeError, type Directory, parseHex, readTokenKey } from '@bauta/sdk/protocol';
import type { Verdict } from '../case.ts';
import type { LoggedScene } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';
import { trustOf } from './log-entries.ts';

const HOLDER = { role: 'issuer', name: 'issuer.example' } as const;
const LOG_URL = 'https://log.example';

async function directoryOf({ key: { spki, ...slot }, proof }: LoggedScene): Promise<Directory> {
  return {
    requestUrl: 'https://issuer.example/token-request',
    keys: [{ ...slot, key: await readTokenKey(parseHex(spki)) }],
    proofs: proof === undefined ? {} : { [slot.epoch]: proof },
  };
}

const serve =
  ({ files }: LoggedScene) =>
  async (url: string): Promise<Response> => {
    const file = files[url.slice(LOG_URL.length + 1)];
    return file === undefined ? new Response(null, { status: 404 }) : new Response(parseHex(file));
  };

/** Ends in what the key is refused with, if it is. */
async function judge(scene: LoggedScene): Promise<unknown> {
  const seen = seenInMemory();
  if (scene.seen !== undefined) await seen.save(scene.seen);
  const source = { url: LOG_URL, trust: await trustOf(scene.trust), fetch: serve(scene), seen };
  const { proven, refused, asOf } = await proveKeys(await directoryOf(scene), HOLDER, source, scene.now);
  const [refusal] = refused;
  if (refusal) throw new AgeError(refusal.code);
  return { proven: proven.map(({ key, ...slot }) => ({ ...slot, id: key.id })), asOf, seen: await seen.load() };
}

/** Keys of a directory, held against a log. */
export const loggedKeys: WriteGroups = ({ scene }) => {
  const [first] = scene.logs;
  if (!first) throw new Error('no log');
  return [
    {
      name: 'proveKeys',
      cases: [
        ...scene.logs.map((one) => ({ name: one.name, expected: one.expected as Verdict, run: () => judge(one) })),
        {
          name: 'through openKeyLog',
          expected: 'accepted',
          async run() {
            const log = await openKeyLog({ url: LOG_URL, ...first.trust, fetch: serve(first) });
            const { keys, asOf } = await log.prove(HOLDER, await directoryOf(first), first.now);
            return { ids: keys.map(({ key }) => key.id), asOf };
          },
        },
        {
          name: 'a log that cannot be reached',
          expected: 'ERR_LOG_AWAY',
          async run() {
            const fetch = () => Promise.reject(new TypeError('unreachable'));
            const log = await openKeyLog({ url: LOG_URL, ...first.trust, fetch });
            return log.prove(HOLDER, await directoryOf(first), first.now);
          },
        },
        {
          name: 'a quorum of none',
          expected: 'TypeError',
          run: () => openKeyLog({ url: LOG_URL, ...first.trust, quorum: 0 }),
        },
      ],
    },
  ];
};
