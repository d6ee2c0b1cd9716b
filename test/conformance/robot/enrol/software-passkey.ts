import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AssertionJson, RegistrationJson } from '@bauta/sdk/client';
import { concat, formatBase64url, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';

/** A passkey without an authenticator, for a wallet that is a program: it says that its holder was verified. */
export interface SoftwarePasskey {
  /** @param challenge 32 bytes. */
  register(challenge: Uint8Array): RegistrationJson;
  /** @param challenge 32 bytes. */
  assert(challenge: Uint8Array): AssertionJson;
}

const USER_PRESENT_AND_VERIFIED = 0x05;
const ATTESTED = 0x40;

/** @param wallet origin where it claims to be used; its host is the rpId. */
export function createSoftwarePasskey(wallet: string): SoftwarePasskey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const id = new Uint8Array(randomBytes(32));
  const text = formatBase64url(id);
  const credential = { id: text, rawId: text, type: 'public-key' as const };
  const rpIdHash = sha256(writeUtf8(new URL(wallet).hostname));

  const clientData = (type: string, challenge: Uint8Array) =>
    writeUtf8(JSON.stringify({ type, challenge: formatBase64url(challenge), origin: wallet, crossOrigin: false }));
  const authenticatorData = (flags: number, rest = new Uint8Array()) =>
    concat(rpIdHash, Uint8Array.of(flags, 0, 0, 0, 0), rest);

  return {
    register(challenge) {
      // Aaguid of zeros, the id with its length, and the key.
      const attested = concat(
        new Uint8Array(16),
        Uint8Array.of(0, id.length),
        id,
        coseKey(parseBase64url(x), parseBase64url(y)),
      );
      const data = authenticatorData(USER_PRESENT_AND_VERIFIED | ATTESTED, attested);
      const response = {
        clientDataJSON: formatBase64url(clientData('webauthn.create', challenge)),
        attestationObject: formatBase64url(attestationObject(data)),
      };
      return { ...credential, response };
    },
    assert(challenge) {
      const clientDataJSON = clientData('webauthn.get', challenge);
      const data = authenticatorData(USER_PRESENT_AND_VERIFIED);
      const signature = new Uint8Array(sign('sha256', concat(data, sha256(clientDataJSON)), privateKey));
      const response = {
        clientDataJSON: formatBase64url(clientDataJSON),
        authenticatorData: formatBase64url(data),
        signature: formatBase64url(signature),
      };
      return { ...credential, response };
    },
  };
}

const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());
/** CBOR: a byte string of 24 to 65,535 bytes. */
const cborBytes = (bytes: Uint8Array) =>
  bytes.length < 256
    ? concat(Uint8Array.of(0x58, bytes.length), bytes)
    : concat(Uint8Array.of(0x59, bytes.length >> 8, bytes.length & 0xff), bytes);
/** CBOR: a text of less than 24 characters. */
const cborText = (text: string) => concat(Uint8Array.of(0x60 + text.length), writeUtf8(text));

/** {1: 2, 3: -7, -1: 1, -2: x, -3: y} */
const coseKey = (x: Uint8Array, y: Uint8Array) =>
  concat(
    Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    cborBytes(x),
    Uint8Array.of(0x22),
    cborBytes(y),
  );

/** {"fmt": "none", "attStmt": {}, "authData": data} */
const attestationObject = (data: Uint8Array) =>
  concat(
    Uint8Array.of(0xa3),
    cborText('fmt'),
    cborText('none'),
    cborText('attStmt'),
    Uint8Array.of(0xa0),
    cborText('authData'),
    cborBytes(data),
  );
