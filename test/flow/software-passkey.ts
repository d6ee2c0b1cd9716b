import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AssertionJson, RegistrationJson } from '@bauta/sdk/client';
import { type Bytes, concat, formatBase64url, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { encode } from 'cborg';

/** A passkey without an authenticator: it says that its holder was verified, since nobody holds it. */
export interface SoftwarePasskey {
  readonly credentialId: Bytes;
  /** @param challenge 32 bytes. @returns the message for `POST /accounts`. */
  register(challenge: Bytes): RegistrationJson;
  /**
   * @param challenge 32 bytes. @param flags in place of its own. @param said what it says otherwise and signs all the
   * same: a counter below 256, members of the client data. @returns the message for `POST /grants`.
   */
  assert(challenge: Bytes, flags?: number, said?: { counter?: number; clientData?: object }): AssertionJson;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

const sha256 = (data: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(data).digest());

/**
 * @param walletOrigin where it claims to be used; its host is the rpId. @param flags to take away, for tests.
 * @param id its credential id, for tests with somebody else's.
 */
export function createSoftwarePasskey(
  walletOrigin: string,
  flags = USER_PRESENT | USER_VERIFIED,
  id: Bytes = new Uint8Array(randomBytes(32)),
): SoftwarePasskey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const rpIdHash = sha256(writeUtf8(new URL(walletOrigin).hostname));
  const credential = { id: formatBase64url(id), rawId: formatBase64url(id), type: 'public-key' as const };

  const clientData = (type: string, challenge: Bytes, change: object = {}): Bytes => {
    const members = { type, challenge: formatBase64url(challenge), origin: walletOrigin, crossOrigin: false };
    return writeUtf8(JSON.stringify({ ...members, ...change }));
  };
  const authenticatorData = (allFlags: number, counter: number, rest: Uint8Array = new Uint8Array()): Bytes =>
    concat(rpIdHash, Uint8Array.of(allFlags, 0, 0, 0, counter), rest);

  return {
    credentialId: id,
    register(challenge) {
      const coseKey = encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, parseBase64url(jwk.x as string)],
          [-3, parseBase64url(jwk.y as string)],
        ]),
      );
      const attested = concat(new Uint8Array(16), Uint8Array.of(0, id.length), id, coseKey);
      const attestationObject = encode({
        fmt: 'none',
        attStmt: {},
        authData: authenticatorData(flags | ATTESTED, 0, attested),
      });
      return {
        ...credential,
        response: {
          clientDataJSON: formatBase64url(clientData('webauthn.create', challenge)),
          attestationObject: formatBase64url(attestationObject),
        },
      };
    },
    assert(challenge, assertedFlags = flags, said = {}) {
      const clientDataJSON = clientData('webauthn.get', challenge, said.clientData);
      const data = authenticatorData(assertedFlags, said.counter ?? 0);
      const signature = sign('sha256', concat(data, sha256(clientDataJSON)), privateKey);
      return {
        ...credential,
        response: {
          clientDataJSON: formatBase64url(clientDataJSON),
          authenticatorData: formatBase64url(data),
          signature: formatBase64url(signature),
        },
      };
    },
  };
}
