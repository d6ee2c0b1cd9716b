// Whoever visits the site: makes tokens and presentations, so that neither site nor load generator has to.
import { createECDH, randomBytes } from 'node:crypto';
import { type HeldToken, present } from '@bauta/sdk/client';
import { challengeForTokens, concat, digestChallenge, MODE, thumbprintOf, writeTokenInput } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier, type Presentation } from '@bauta/sdk/verifier';
import { answerParent } from '../programs/child.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { NOON, ORIGIN, secretOf } from '../unit/gate/site.ts';
import { ownFigures } from './watched-process.ts';

/** What a bare loop needs to redeem. */
export interface Visits {
  readonly spki: Uint8Array;
  readonly secret: Uint8Array;
  readonly redeemUrl: string;
  readonly presentations: readonly Presentation[];
}

/** The issuer of the site, as its gate needs it. */
export interface IssuerOfSite {
  readonly name: string;
  readonly directory: string;
}

const redeemUrl = `${ORIGIN}/_age/redeem`;
const issuer = await createTestIssuer('issuer.example', NOON);
const challengeDigest = await digestChallenge(challengeForTokens(issuer.name));
const keys = createKeyDirectory({ issuer: issuer.name, fetch: issuer.fetch });
await keys.refresh(NOON);
const now = (): number => NOON;
const verifier = createVerifier({
  ...{ issuer: issuer.name, threshold: 18, redeemUrl, keys, secrets: [secretOf(1)] },
  ...{ spent: memorySpentSet({ now }), codes: memorySessions({ now }) },
});
let kept: Presentation[] = [];

async function describeIssuer(): Promise<IssuerOfSite> {
  const answer = await issuer.fetch(`https://${issuer.name}/`);
  return { name: issuer.name, directory: await answer.text() };
}

/** A token signed without blinding: the site sees no difference, and it takes half the time. */
async function draw(): Promise<HeldToken> {
  const holder = drawHolder();
  const nonce = await thumbprintOf(holder.x, holder.y);
  const input = writeTokenInput({ nonce, challengeDigest, tokenKeyId: issuer.current.key.id });
  return { token: concat(input, issuer.sign(issuer.current, input, 48)), holder };
}

function drawHolder(): HeldToken['holder'] {
  const pair = createECDH('prime256v1');
  const point = new Uint8Array(pair.generateKeys());
  const secret = pair.getPrivateKey();
  const d = new Uint8Array(32);
  d.set(secret, d.length - secret.length);
  return { d, x: point.slice(1, 33), y: point.slice(33) };
}

/**
 * Makes presentations of tokens that no site has seen.
 * @param after seconds after noon at which the site asks for them. @returns the requests of the wallet's page, as Chromium sends
 *   them
 */
async function prepare(count: number, after = 0): Promise<readonly Uint8Array[]> {
  kept = [];
  const posts: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const challenge = await verifier.challenge(MODE.form, NOON + after);
    const fields = await present(await draw(), { redeem: redeemUrl, challenge });
    kept.push({ token: fields.token, proof: fields.dpop });
    posts.push(writePost(new URLSearchParams({ ...fields }).toString()));
  }
  return posts;
}

/**
 * Makes tokens, and for each of them two requests that two people would make who share it: each answers a question of
 * its own, since the same answer again is the same visit again, and gets the same code (BP-REDEEM-18).
 */
async function prepareTwins(count: number): Promise<readonly (readonly [Uint8Array, Uint8Array])[]> {
  const twins: [Uint8Array, Uint8Array][] = [];
  for (let i = 0; i < count; i++) {
    const held = await draw();
    const ask = async (): Promise<Uint8Array> => {
      const challenge = await verifier.challenge(MODE.form, NOON, new Uint8Array(randomBytes(32)));
      return writePost(new URLSearchParams({ ...(await present(held, { redeem: redeemUrl, challenge })) }).toString());
    };
    twins.push([await ask(), await ask()]);
  }
  return twins;
}

function writePost(form: string): Uint8Array {
  const lines = [
    'POST /_age/redeem HTTP/1.1',
    `Host: ${new URL(ORIGIN).host}`,
    'Origin: null',
    'Content-Type: application/x-www-form-urlencoded',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-GB,en;q=0.9',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-Dest: document',
    `Content-Length: ${form.length}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${form}`);
}

/** The last that were prepared, for a loop that redeems them over and over: it forgets them each time. */
const describe = (): Visits => ({
  spki: issuer.current.key.spki,
  secret: secretOf(1),
  redeemUrl,
  presentations: kept,
});

const methods = { prepare, prepareTwins, describe, describeIssuer, ...ownFigures };
export type VisitsProcess = typeof methods;
answerParent(methods, () => {});
