import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatBase64url, parseBase64url, thumbprintOf } from '@bauta/sdk/protocol';
import { parseSigningKey } from '../settings/signing-key.ts';
import type { Given } from '../standing.ts';
import { type RegisteredClient, registerClient } from './registered-clients.ts';

/** What the simulated bank is called in the attester's addresses. */
const NAME = 'demo-bank';

const LABEL = 'Demo bank';

/**
 * Lets an attester outside of production ask the simulated bank, unless its operator already named whom to ask: makes
 * its key, registers the public half at the bank, and sets what an operator would set.
 */
export async function believeProvider(given: Given<'attester'>): Promise<Given<'attester'>> {
  const { config } = given;
  const issuer = config.origins.provider;
  if (config.oidcProviders !== undefined || issuer === undefined) return given;
  const key = readOrMakeKey(config.dataDir, config.name.replace(':', '-'));
  const clientId = config.name;
  registerClient(config.dataDir, {
    clientId,
    redirectUri: `${config.origin}/evidence/oidc-${NAME}/return`,
    key: await publicHalfOf(key),
  });
  const row = { name: NAME, label: LABEL, issuer, clientId, claim: { name: 'birthdate', as: 'birthdate' } };
  return { ...given, config: { ...config, oidcProviders: JSON.stringify([row]), oidcKey: parseSigningKey(key) } };
}

/** As JWK, under the name by which the attester's assertions call it. */
async function publicHalfOf(pem: string): Promise<RegisteredClient['key']> {
  const { x = '', y = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const kid = formatBase64url(await thumbprintOf(parseBase64url(x), parseBase64url(y)));
  return { kty: 'EC', crv: 'P-256', x, y, kid };
}

/** PKCS #8 PEM, in a file that only its owner can read. */
function readOrMakeKey(dataDir: string, stem: string): string {
  const path = join(dataDir, `${stem}.oidc-key.pem`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8');
}
