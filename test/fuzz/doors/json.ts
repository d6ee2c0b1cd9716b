import { isDeepStrictEqual } from 'node:util';
import { parseJson, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import type { Door, OpenDoor } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { parseOf, promise } from '../promise.ts';

const SEEDS = [
  '{"v":1,"mode":1,"redeem":"https://site.example/","issuer":"i.example","threshold":18,"challenge":"AQ"}',
  '{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"a:b","y":"\\u0061\\"\\\\"}}',
  '[{"a":1,"A":{"a":[{"":null,"__proto__":{"a":1e-7}}]}},{"a":-0,"b":"\\ud83d\\ude00"},true,"{\\"a\\":1,\\"a\\":2}"]',
];

/** JSON of others, wherever it comes in: the strict parser beside the platform's. */
export const json: Door = jsonDoor(parseJson);

/** @param parse what is judged. */
export function jsonDoor(parse: (text: string) => unknown): Door {
  return { about: 'JSON text: parseJson, with JSON.parse as its oracle', open: async () => openJson(parse) };
}

async function openJson(parse: (text: string) => unknown): Promise<OpenDoor> {
  const name = fc.constantFrom('a', '', 'A', '__proto__', 'constructor', ':', '"', '\\', 'é', 'e\u0301', '\u0061');
  const escaped = (text: string): string =>
    `"${[...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
  const written = fc.tuple(name, fc.boolean()).map(([text, isOdd]) => (isOdd ? escaped(text) : JSON.stringify(text)));
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'json' },
      fc.json({ maxDepth: 1 }),
      fc.constantFrom('1e400', '-0', '0.10', '"\\/"', '"\\u0000"', '[]', '{}'),
      fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'json' }).map((items) => `[${items.join(' , ')}]`),
      fc
        .array(fc.tuple(written, tie('value')), { maxLength: 4, depthIdentifier: 'json' })
        .map((members) => `{${members.map((member) => member.join(' :\n')).join(',')}}`),
    ),
  }));
  return {
    inputs: fc.oneof(value.map(writeUtf8), mutated(SEEDS.map(writeUtf8)), anyText()),
    async enter(input) {
      const text = new TextDecoder().decode(input);
      const ours = await parseOf(() => parse(text));
      const theirs = await parseOf<unknown>(() => JSON.parse(text));
      if ('refusal' in theirs) {
        promise('refusal' in ours, 'read what is no JSON');
        return 'no JSON';
      }
      const isDoubled = saysTwice(text);
      if ('refusal' in ours) {
        promise(ours.refusal === 'SyntaxError', 'refused with another error');
        promise(isDoubled, 'refused what says no name twice');
        return 'a name twice';
      }
      promise(!isDoubled, 'read what says a name twice');
      promise(isDeepStrictEqual(ours.value, theirs.value), 'read something else than the platform');
      promise(JSON.stringify(ours.value) === JSON.stringify(theirs.value), 'read in another order');
      return 'read the same';
    },
  };
}

/** Whether an object says a name twice: one that keeps the names it has seen. @param text that is JSON. */
function saysTwice(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/gs)) {
    if (piece === '{') open.push(new Set());
    else if (piece === '[') open.push(undefined);
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece.endsWith(':')) {
      const name = JSON.parse(piece.slice(0, -1)) as string;
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
  }
  return false;
}
