import { finalize, request } from '@bauta/sdk/client';
import { challengeForTokens, writeTokenChallenge } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createVerifier } from '@bauta/sdk/verifier';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import { publicVerif, TokenChallenge, util } from '@cloudflare/privacypass-ts';
import type { Act } from '../act.ts';
import { cpuMicros } from '../statistics.ts';
import { createLocalIssuer, mintTokens } from '../tokens.ts';

const PSS = publicVerif.BlindRSAMode.PSS;
/** Theirs takes some tenths of a second for each. */
const FEW = 2;
const EXPONENT = Uint8Array.from([1, 0, 1]);

/** Each step of a token by privacypass-ts, the library of the field that anybody would take, beside the same step of ours. */
export const privacypass: Act = {
  name: 'privacypass',
  async open({ now, count }) {
    const issuer = await createLocalIssuer(now);
    const { tokenKey } = issuer.keys;
    const signer = signingKeyOf(issuer.privateKey);
    const verifier = createVerifier({
      issuer: issuer.name,
      threshold: 18,
      redeemUrl: 'https://site.example/_age/redeem',
      secrets: [new Uint8Array(32).fill(7)],
      keys: { find: () => tokenKey },
      spent: memorySpentSet({ now: () => now }),
      codes: memorySessions({ now: () => now }),
    });
    const tokens = (await mintTokens(issuer, 30)).map(({ token }) => token);
    const theirs = await openTheirs(issuer.name);
    const blinded = tokens.map(() => drawBlinded());
    const row = (step: string) => ({ act: `privacypass-ts, ${step}`, limit: `ours, ${step}`, of: [`ours, ${step}`] });
    return {
      plans: [row('blind sign'), row('blind and finalize'), row('verify a token')],
      async measure() {
        const ours = {
          'ours, blind sign': await cpuMicros(blinded.length, async () => {
            for (const one of blinded) blindSign(signer, one);
          }),
          'ours, blind and finalize': await measureClient(issuer),
          'ours, verify a token': await cpuMicros(count, async () => {
            for (let i = 0; i < count; i++) await verifier.verifyToken(tokens[i % 30] as (typeof tokens)[number], now);
          }),
        };
        return { ...ours, ...(await theirs()) };
      },
      close() {},
    };
  },
};

/** Microseconds for one of a batch of 30: what the wallet does before and after the issuer signs. */
async function measureClient(issuer: Awaited<ReturnType<typeof createLocalIssuer>>): Promise<number> {
  let answer: Awaited<ReturnType<typeof request>> | undefined;
  const before = await cpuMicros(30, async () => {
    answer = await request(issuer.keys);
  });
  const pending = answer as NonNullable<typeof answer>;
  const signed = issuer.sign(pending.body);
  return before + (await cpuMicros(30, () => finalize(issuer.keys.tokenKey.key, pending, signed)));
}

async function openTheirs(name: string): Promise<() => Promise<Record<string, number>>> {
  const keys = await publicVerif.Issuer.generateKey(PSS, { modulusLength: 2048, publicExponent: EXPONENT });
  const issuer = new publicVerif.Issuer(PSS, name, keys.privateKey, keys.publicKey);
  const challenge = TokenChallenge.deserialize(writeTokenChallenge(challengeForTokens(name)));
  const spki = util.convertEncToRSASSAPSS(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
  const origin = new publicVerif.Origin(PSS);
  return async () => {
    const figures: Record<string, number> = {};
    const take = async <T>(step: string, act: () => Promise<T>): Promise<T[]> => {
      const done: T[] = [];
      const micros = await cpuMicros(FEW, async () => {
        for (let i = 0; i < FEW; i++) done.push(await act());
      });
      const key = `privacypass-ts, ${step}`;
      figures[key] = (figures[key] ?? 0) + micros;
      return done;
    };
    const asked = await take('blind and finalize', async () => {
      const client = new publicVerif.Client(PSS);
      return { client, request: await client.createTokenRequest(challenge, spki) };
    });
    const waiting = [...asked];
    const answers = await take('blind sign', () => issuer.issue((waiting.shift() as (typeof asked)[number]).request));
    let next = 0;
    const tokens = await take('blind and finalize', async () => {
      const i = next++;
      return (asked[i] as (typeof asked)[number]).client.finalize(answers[i] as (typeof answers)[number]);
    });
    await take('verify a token', () => origin.verify(tokens[0] as (typeof tokens)[number], keys.publicKey));
    return figures;
  };
}

function drawBlinded(): Uint8Array<ArrayBuffer> {
  const message = crypto.getRandomValues(new Uint8Array(256));
  message[0] = 0;
  return message;
}
