import { ascii, hex, join, number, seeded, sha256 } from './seeded.ts';
import { type VectorFile, vectorFile } from './vector-file.ts';

/** What a passkey signs for an act upon its account, and what a further passkey signs when it is made. */
export function accountVectors(): VectorFile {
  const draw = seeded('account');
  const nonce = draw(32);
  const [first, second] = [draw(32), draw(16)] as const;
  const none = new Uint8Array();
  const digest = (act: string, detail: Uint8Array) =>
    sha256(ascii('bauta/account-act/v1'), nonce, join(number(act.length, 1), ascii(act)), detail);
  const assertion = (id: string, about: string, act: string, detail: Uint8Array, challenge = digest(act, detail)) => ({
    id,
    about,
    result: hex(challenge) === hex(digest(act, detail)) ? ('accepted' as const) : ('ERR_ASSERTION' as const),
    nonce: hex(nonce),
    act,
    detail: hex(detail),
    challenge: hex(challenge),
  });
  const registration = (id: string, about: string, challenge: Uint8Array, isGood: boolean) => ({
    id,
    about,
    result: isGood ? ('accepted' as const) : ('ERR_REGISTRATION' as const),
    nonce: hex(nonce),
    challenge: hex(challenge),
  });
  return vectorFile(
    'account',
    'The WebAuthn challenges of the acts upon an account: an assertion is good for one nonce, act and detail.',
    [
      assertion('read', 'to see the account', 'read', none),
      assertion('erase', 'to erase it', 'erase', none),
      assertion('share', 'to have the share of a passkey released', 'share', none),
      assertion('add-passkey', 'to add a passkey of this credential id', 'add-passkey', first),
      assertion('add-passkey-short', 'to add one whose id is shorter', 'add-passkey', second),
      assertion('other-act', 'another act than was signed', 'erase', none, digest('read', none)),
      assertion(
        'other-detail',
        'another credential id than was signed',
        'add-passkey',
        first,
        digest('add-passkey', second),
      ),
      assertion('no-detail', 'no credential id was signed', 'add-passkey', first, digest('add-passkey', none)),
      assertion(
        'no-length',
        'the length of the act was not signed',
        'read',
        none,
        sha256(ascii('bauta/account-act/v1'), nonce, ascii('read')),
      ),
      registration(
        'further',
        'what a further passkey signs when it is made',
        sha256(ascii('bauta/account-passkey/v1'), nonce),
        true,
      ),
      registration(
        'further-as-new',
        'a further passkey that signs as one for a new account',
        sha256(ascii('bauta/account/v1'), nonce),
        false,
      ),
    ],
  );
}
