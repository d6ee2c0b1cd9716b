import type { AssertionJson, RegistrationJson } from '@bauta/sdk/client';
import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';

/** A new passkey. */
export interface MadePasskey {
  readonly credentialId: Bytes;
  readonly registration: RegistrationJson;
  /** Whether this authenticator can keep a secret for the wallet at all (the PRF extension). */
  readonly hasPrf: boolean;
  /** That secret, 32 bytes, when the authenticator gives it at once; it comes with the next answer otherwise. */
  readonly prf: Bytes | undefined;
}

/** A passkey's answer, given after it verified its user. */
export interface PasskeyAnswer {
  readonly credentialId: Bytes;
  readonly assertion: AssertionJson;
  /** 32 bytes; undefined when this authenticator has no PRF. */
  readonly prf: Bytes | undefined;
}

/** The person's passkeys. Both acts end in undefined when the person does not go through with them. */
export interface Passkeys {
  /** @param challenge 32 bytes. @param others passkeys that must not lie where the new one is made. */
  make(challenge: Bytes, others?: readonly Bytes[]): Promise<MadePasskey | undefined>;
  /** @param credentialIds any of these; none means whichever passkey of this wallet the person picks. */
  ask(challenge: Bytes, credentialIds: readonly Bytes[], signal?: AbortSignal): Promise<PasskeyAnswer | undefined>;
}

/** Names are constants and the user handle is chance, so that a passkey says nothing of whose it is. */
const NAME = 'Bauta';
/** ES256, EdDSA, RS256 (RFC 9053, RFC 8812). */
const ALGORITHMS = [-7, -8, -257];
/** Authenticator data, WebAuthn §6.1: 32 bytes of rpIdHash, then the flags. */
const FLAGS_OFFSET = 32;
const USER_VERIFIED = 0x04;

/**
 * The browser's passkeys, through WebAuthn.
 * @param rpId the wallet's host. @param salt what the PRF is evaluated on.
 */
export function createPasskeys(rpId: string, salt: Bytes): Passkeys {
  const extensions = { prf: { eval: { first: salt } } };
  return {
    async make(challenge, others = []) {
      const credential = await unlessDeclined(
        navigator.credentials.create({
          publicKey: {
            challenge,
            rp: { id: rpId, name: NAME },
            user: { id: crypto.getRandomValues(new Uint8Array(32)), name: NAME, displayName: NAME },
            pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
            authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
            attestation: 'none',
            excludeCredentials: others.map(descriptorOf),
            extensions,
          },
        }),
      );
      if (!credential) return undefined;
      const response = credential.response as AuthenticatorAttestationResponse;
      const { prf } = credential.getClientExtensionResults();
      const first = readSecret(prf);
      return {
        credentialId: new Uint8Array(credential.rawId),
        registration: {
          ...frameOf(credential),
          response: {
            clientDataJSON: encode(response.clientDataJSON),
            attestationObject: encode(response.attestationObject),
          },
        },
        hasPrf: first !== undefined || prf?.enabled === true,
        prf: first,
      };
    },

    async ask(challenge, credentialIds, signal) {
      const credential = await unlessDeclined(
        navigator.credentials.get({
          publicKey: {
            challenge,
            rpId,
            allowCredentials: credentialIds.map(descriptorOf),
            userVerification: 'required',
            extensions,
          },
          ...(signal ? { signal } : {}),
        }),
      );
      if (!credential) return undefined;
      const response = credential.response as AuthenticatorAssertionResponse;
      const flags = new Uint8Array(response.authenticatorData)[FLAGS_OFFSET] ?? 0;
      if ((flags & USER_VERIFIED) === 0) return undefined;
      return {
        credentialId: new Uint8Array(credential.rawId),
        assertion: {
          ...frameOf(credential),
          response: {
            clientDataJSON: encode(response.clientDataJSON),
            authenticatorData: encode(response.authenticatorData),
            signature: encode(response.signature),
          },
        },
        prf: readSecret(credential.getClientExtensionResults().prf),
      };
    },
  };
}

/** Never `toJSON()`: it would write the PRF secret beside the rest. */
function frameOf({ id, rawId }: PublicKeyCredential) {
  return { id, rawId: encode(rawId), type: 'public-key' } as const;
}

function descriptorOf(id: Bytes): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id };
}

function encode(buffer: ArrayBuffer): string {
  return formatBase64url(new Uint8Array(buffer));
}

function readSecret(prf: AuthenticationExtensionsPRFOutputs | undefined): Bytes | undefined {
  const first = prf?.results?.first;
  if (!first) return undefined;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer as ArrayBuffer, first.byteOffset, first.byteLength).slice()
    : new Uint8Array(first as ArrayBuffer).slice();
  return bytes.length === 32 ? bytes : undefined;
}

/**
 * How browsers say that nothing came of it. NotAllowedError is a refusal, a failed verification and a time-out alike;
 * InvalidStateError is a device that holds one of the passkeys already.
 */
const NOTHING_CAME: readonly string[] = ['NotAllowedError', 'AbortError', 'InvalidStateError'];

async function unlessDeclined(asked: Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    return ((await asked) as PublicKeyCredential | null) ?? undefined;
  } catch (error) {
    if (error instanceof DOMException && NOTHING_CAME.includes(error.name)) return undefined;
    throw error;
  }
}
