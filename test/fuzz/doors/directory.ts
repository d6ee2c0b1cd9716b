import { type Bytes, formatDirectory, formatHex, parseHex, readDirectory, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { sha256 } from '../../generate/vectors/seeded.ts';
import { ISSUER, NOW, SITE } from '../../generate/vectors/world.ts';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What a server answers where a directory should stand. */
export const directory: Door = {
  about: "an issuer's or attester's directory: readDirectory",
  async open() {
    const keys = SITE.keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
    const text = formatDirectory({ requestUrl: `https://${ISSUER}/token-request`, keys, now: NOW, batchSize: 30 });
    const good = JSON.parse(text) as { 'token-keys': Entry[]; [name: string]: unknown };
    const spki = keys.map((key) => key.spki);
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 256, 274, 17.5, 2 ** 53, '18', null, '2026-W54', '2026-W48', 1, 0xda7a),
      mutated(spki).map((changed) => Buffer.from(changed).toString('base64url')),
    );
    const names = ['token-type', 'token-key', 'not-before', 'not-after', 'threshold', 'epoch', 'generation', 'more'];
    const edited = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...names), strange), { minLength: 1, maxLength: 3 }),
        fc.option(fc.tuple(fc.constantFrom('issuer-request-uri', 'token-keys', 'batch-size', 'proof'), strange)),
        fc.subarray([0, 1, 2, 3, 3, 0], { minLength: 1 }),
      )
      .map(([edits, top, listed]) => {
        const entries = listed.map((i) => ({ ...good['token-keys'][i] }) as Record<string, unknown>);
        for (const [at, name, value] of edits) {
          const entry = entries[at % entries.length];
          if (entry) entry[name] = value;
        }
        const changed = { ...good, 'token-keys': entries, ...(top ? { [top[0]]: top[1] } : {}) };
        return writeUtf8(JSON.stringify(changed));
      });

    return {
      inputs: fc.oneof(mutated([writeUtf8(text)]), edited, anyText()),
      async enter(input) {
        const sent = new TextDecoder().decode(input);
        const ended = await endOf(() => readDirectory(sent, ISSUER), ['ERR_DIRECTORY_MALFORMED', 'ERR_KEY_MALFORMED']);
        if ('refusal' in ended) return ended.refusal;
        const { requestUrl, keys: read } = ended.value;
        promise(new URL(requestUrl).origin === `https://${ISSUER}`, 'a request URI elsewhere');
        const written = (JSON.parse(sent)['token-keys'] as Entry[]).map((entry) => JSON.stringify(listedAs(entry)));
        for (const { key, threshold, epoch, generation } of read) {
          promise(key.spki.length === 342, 'a key of another size');
          promise(formatHex(key.id) === formatHex(sha256(key.spki)), 'a key under another id');
          const slot = JSON.stringify([spell(key.spki), threshold, epoch, generation]);
          promise(written.includes(slot), 'a key that is not listed so');
          promise(threshold <= 255 && generation <= 255, 'more than a byte');
        }
        const slots = read.map(({ threshold, epoch }) => `${threshold} ${epoch}`);
        promise(new Set(slots).size === read.length, 'two keys for one slot');
        promise(new Set(read.map(({ key }) => key.id[31])).size === read.length, 'one truncated id twice');
        return `read, ${read.length} keys`;
      },
    };
  },
};

function spell(bytes: Uint8Array): string {
  return Buffer.from(bytes as Bytes).toString('base64url');
}

function listedAs(entry: Entry): unknown[] {
  const key = typeof entry['token-key'] === 'string' ? entry['token-key'].replace(/=+$/, '') : undefined;
  return [key, entry.threshold, entry.epoch, entry.generation];
}
