import {
  AgeError,
  type Bytes,
  check,
  formatBase64url,
  parseBase64url,
  parseJson,
  readUtf8,
  refuseAs,
} from '@bauta/sdk/protocol';
import {
  type AuthenticationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Passkey } from '../storage/ports.ts';

/** AuthenticationResponseJSON of WebAuthn Level 3, cut to the members that may leave the wallet. */
export interface AssertionMessage {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | undefined;
  };
}

/** RegistrationResponseJSON of WebAuthn Level 3, cut likewise. */
export interface RegistrationMessage {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** Where passkeys of this system are made and used: the wallet's origin, whose host is the rpId. */
export interface PasskeyPlace {
  readonly walletOrigin: string;
}

/**
 * Checks that a new passkey was made in the wallet, for this challenge, by a verified person.
 * @param challenge 32 bytes. @throws AgeError ERR_REGISTRATION
 */
export async function checkRegistration(
  message: RegistrationMessage,
  challenge: Bytes,
  { walletOrigin }: PasskeyPlace,
): Promise<Passkey> {
  checkSameOrigin(message.response.clientDataJSON, 'ERR_REGISTRATION');
  const { registrationInfo } = await refuse('ERR_REGISTRATION', () =>
    verifyRegistrationResponse({
      response: { ...message, clientExtensionResults: {} },
      expectedChallenge: formatBase64url(challenge),
      expectedOrigin: walletOrigin,
      expectedRPID: new URL(walletOrigin).hostname,
      requireUserVerification: true,
    }),
  );
  check(registrationInfo !== undefined, 'ERR_REGISTRATION', 'not verified');
  const { id, publicKey, counter } = registrationInfo.credential;
  return { credentialId: parseBase64url(id), publicKey: new Uint8Array(publicKey), counter };
}

/**
 * Checks that the holder of a passkey, verified by it, said yes to this challenge in the wallet.
 * @param challenge 32 bytes. @returns the signature counter. @throws AgeError ERR_ASSERTION
 */
export async function checkAssertion(
  message: AssertionMessage,
  passkey: Passkey,
  challenge: Bytes,
  { walletOrigin }: PasskeyPlace,
): Promise<number> {
  checkSameOrigin(message.response.clientDataJSON, 'ERR_ASSERTION');
  const { verified, authenticationInfo } = await refuse('ERR_ASSERTION', () =>
    verifyAuthenticationResponse({
      response: { ...message, clientExtensionResults: {} } as AuthenticationResponseJSON,
      expectedChallenge: formatBase64url(challenge),
      expectedOrigin: walletOrigin,
      expectedRPID: new URL(walletOrigin).hostname,
      credential: {
        id: formatBase64url(passkey.credentialId),
        publicKey: passkey.publicKey,
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }),
  );
  check(verified, 'ERR_ASSERTION', 'not verified');
  return authenticationInfo.newCounter;
}

/** A wallet inside another site's frame could be clicked through; the library does not look at this. */
function checkSameOrigin(clientDataJSON: string, code: 'ERR_REGISTRATION' | 'ERR_ASSERTION'): void {
  const clientData = refuseAs(code, () => parseJson(readUtf8(parseBase64url(clientDataJSON))));
  const isObject = clientData !== null && typeof clientData === 'object' && !Array.isArray(clientData);
  check(isObject && (clientData.crossOrigin ?? false) === false, code, 'made in a frame of another origin');
}

/** The library's errors quote what was sent; ours must not. */
async function refuse<T>(code: 'ERR_REGISTRATION' | 'ERR_ASSERTION', verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch {
    throw new AgeError(code, 'the passkey’s message does not verify');
  }
}
