import { originOf, parseHex, readDirectory, readTokenKey } from '@bauta/sdk/protocol';
import { createKeyDirectory } from '@bauta/sdk/verifier';
import type { Case, Verdict } from '../case.ts';
import type { Scene } from '../material.ts';
import { directoryOf } from '../site.ts';
import type { WriteGroups } from '../write-groups.ts';

/** Reads a text as the issuer's directory, and looks the site's first key up in it. */
async function lookUp({ site, now }: Scene, answer: () => Response): Promise<unknown> {
  const directory = createKeyDirectory({ issuer: site.issuer, fetch: async () => answer() });
  await directory.refresh(now);
  const { key } = directory.find((await readTokenKey(parseHex(site.keys[0]?.spki ?? ''))).id, now);
  return { found: key.id, listed: directory.list(now).map(({ key: one, ...slot }) => ({ ...slot, id: one.id })) };
}

export const directories: WriteGroups = ({ scene }) => {
  const { site, now } = scene;
  const text = directoryOf(site, now);
  const refused: readonly Case[] = [
    {
      name: 'an answer of 404',
      expected: 'ERR_DIRECTORY_MALFORMED',
      run: () => lookUp(scene, () => new Response(text, { status: 404 })),
    },
    {
      name: 'a million characters',
      expected: 'ERR_DIRECTORY_MALFORMED',
      run: () => lookUp(scene, () => new Response(text.padEnd(1_000_001))),
    },
    {
      name: 'a key of the next week',
      expected: 'ERR_TOKEN_WINDOW',
      run: () => lookUp({ ...scene, site: { ...site, keys: site.keys.slice(1) } }, () => new Response(text)),
    },
    {
      name: 'a key that is not listed',
      expected: 'ERR_TOKEN_KEY_UNKNOWN',
      run: () => lookUp(scene, () => new Response(directoryOf({ ...site, keys: site.keys.slice(1) }, now))),
    },
    {
      name: 'a name that is none',
      expected: 'TypeError',
      run: () => originOf('issuer.example/other'),
    },
  ];
  return [
    {
      name: 'key directory',
      cases: [
        { name: 'as it is written', expected: 'accepted', run: () => lookUp(scene, () => new Response(text)) },
        ...scene.directories.map((one) => ({
          name: one.name,
          expected: one.expected as Verdict,
          async run() {
            const { keys, requestUrl } = await readDirectory(one.text, site.issuer);
            return { requestUrl, keys: keys.map(({ key, ...slot }) => ({ ...slot, id: key.id })) };
          },
        })),
        ...refused,
      ],
    },
  ];
};
