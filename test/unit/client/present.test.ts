import { present } from '@bauta/sdk/client';
import { formatBase64url, MODE, parseProof, readToken, thumbprintOf } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { HOLDER, NOW, REDEEM_URL, worldChallenge, worldToken } from '../../generate/vectors/world.ts';
import { thrownBy } from '../protocol/refusals.ts';
import { openTestSite } from '../verifier/site.ts';

const held = { token: worldToken(), holder: HOLDER };
const challenge = worldChallenge();

describe('present', () => {
  it('posts the token and a proof that the site takes', async () => {
    const presented = await present(held, { redeem: REDEEM_URL, challenge });
    expect(Object.keys(presented)).toEqual(['token', 'dpop']);
    expect(presented.token).toBe(formatBase64url(held.token));
    const { verifier } = await openTestSite();
    const redeemed = await verifier.redeem({ token: presented.token, proof: presented.dpop }, MODE.form, NOW);
    expect(redeemed.code).toHaveLength(32);
  });

  it('says the time of the challenge, never that of the device', async () => {
    const { dpop } = await present(held, { redeem: REDEEM_URL, challenge: worldChallenge({ issuedAt: 1_000_000 }) });
    const proof = parseProof(dpop);
    expect(proof.issuedAt).toBe(1_000_000);
    expect(await thumbprintOf(proof.x, proof.y)).toEqual(readToken(held.token).nonce);
  });

  it.each(['', 'A', challenge.slice(1), `${challenge}AAAA`])('refuses a challenge %j', async (text) => {
    expect(await thrownBy(() => present(held, { redeem: REDEEM_URL, challenge: text }))).toBeInstanceOf(TypeError);
  });
});
