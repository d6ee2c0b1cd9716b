import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto';
import type { AssertionJson, RegistrationJson } from '@bauta/sdk/client';
import {
  type AccountAct,
  accountAssertionChallenge,
  type Bytes,
  type Epoch,
  formatBase64url,
  parseBase64url,
  passkeyChallenge,
} from '@bauta/sdk/protocol';
import { bytes, sha256 } from './fake-keys.ts';
import { type Answer, json, problem } from './fake-room.ts';

/** Passkeys by credential id as text. */
export interface FakeAccount {
  readonly passkeys: Map<string, KeyObject>;
}

/** The accounts of a fake attester, and the doors of one's own account. */
export interface FakeAccounts {
  readonly all: Set<FakeAccount>;
  /** @param known whether the evidence is that of the last account: its passkeys are replaced then. */
  enrol(registration: RegistrationJson, challenge: Bytes, known: boolean): void;
  /** Whose passkey said yes to this challenge; the code of a refusal otherwise. */
  recognise(assertion: AssertionJson, challenge: Bytes): FakeAccount | 'ERR_ACCOUNT' | 'ERR_ASSERTION';
  /** Answers `POST /account/…`. */
  act(path: string, message: AccountMessage): Promise<Answer>;
}

export interface AccountMessage {
  readonly nonce: string;
  readonly assertion: AssertionJson;
  readonly registration?: RegistrationJson;
}

export interface DrawnRow {
  readonly threshold: number;
  readonly epoch: Epoch;
  readonly drawn: number;
  readonly of: number;
}

export function createAccounts(options: {
  readonly now: () => number;
  readonly wallet: string;
  readonly drawn: (account: FakeAccount) => readonly DrawnRow[];
}): FakeAccounts {
  const { now, wallet, drawn } = options;
  const nonces = new Set<string>();
  const all = new Set<FakeAccount>();
  let last: FakeAccount | undefined;

  const drawNonce = (): string => {
    const nonce = formatBase64url(bytes(randomBytes(32)));
    nonces.add(nonce);
    return nonce;
  };
  const makeKey = ({ response }: RegistrationJson, challenge: Bytes): KeyObject => {
    const { clientDataJSON, attestationObject } = response;
    if (!isFor(clientDataJSON, 'webauthn.create', challenge)) throw new TypeError('another client data');
    return coseKeyIn(parseBase64url(attestationObject));
  };

  /** Said in this wallet, to exactly this challenge. */
  function isFor(clientDataJSON: string, type: string, challenge: Bytes): boolean {
    const data = JSON.parse(Buffer.from(parseBase64url(clientDataJSON)).toString());
    return (
      data.type === type &&
      data.origin === wallet &&
      data.crossOrigin === false &&
      data.challenge === formatBase64url(challenge)
    );
  }

  const accounts: FakeAccounts = {
    all,
    enrol(registration, challenge, known) {
      const key = makeKey(registration, challenge);
      const account: FakeAccount = known && last ? last : { passkeys: new Map() };
      account.passkeys.clear();
      account.passkeys.set(registration.id, key);
      all.add(account);
      last = account;
    },

    recognise(assertion, challenge) {
      const account = [...all].find(({ passkeys }) => passkeys.has(assertion.id));
      if (!account) return 'ERR_ACCOUNT';
      const { clientDataJSON, authenticatorData, signature } = assertion.response;
      const authData = parseBase64url(authenticatorData);
      const isVerified = ((authData[32] as number) & 0x04) !== 0;
      if (!isVerified || !isFor(clientDataJSON, 'webauthn.get', challenge)) return 'ERR_ASSERTION';
      const signed = Buffer.concat([authData, sha256(parseBase64url(clientDataJSON))]);
      const key = account.passkeys.get(assertion.id) as KeyObject;
      return verify('sha256', signed, key, parseBase64url(signature)) ? account : 'ERR_ASSERTION';
    },

    async act(path, { nonce, assertion, registration }) {
      if (path === '/account/challenge') return json({ nonce: drawNonce(), expires: now() + 300 });
      const act = ACTS[path];
      if (!act || (act === 'add-passkey') !== (registration !== undefined)) return { status: 404 };
      if (!nonces.delete(nonce)) return problem(401, 'ERR_NONCE');
      const detail = registration && parseBase64url(registration.id);
      const challenge = await accountAssertionChallenge(parseBase64url(nonce), act, detail);
      const account = accounts.recognise(assertion, challenge);
      if (typeof account === 'string') return problem(401, account);
      if (registration) {
        const key = makeKey(registration, await passkeyChallenge(parseBase64url(nonce)));
        if (account.passkeys.size >= 5) return problem(429, 'ERR_QUOTA_EXCEEDED');
        account.passkeys.set(registration.id, key);
        return json({ passkeys: account.passkeys.size }, 201);
      }
      if (act === 'erase') {
        all.delete(account);
        return json({});
      }
      if (act === 'share') {
        const share = sha256(Buffer.from('share'), parseBase64url(assertion.id));
        return json({ share: formatBase64url(share) });
      }
      return json({
        thresholds: [18],
        expires: now() + 7_776_000,
        passkeys: [...account.passkeys.keys()].map((credentialId) => ({ credentialId, counter: 0 })),
        drawn: drawn(account),
      });
    },
  };
  return accounts;
}

const ACTS: Readonly<Record<string, AccountAct>> = {
  '/account/read': 'read',
  '/account/erase': 'erase',
  '/account/passkeys': 'add-passkey',
  '/account/share': 'share',
};

/** The P-256 key in an attestation object: a COSE key's x and y, in the order that CTAP's canonical CBOR gives them. */
function coseKeyIn(attestationObject: Uint8Array): KeyObject {
  const coordinate = (mark: string): string => {
    const at = Buffer.from(attestationObject).indexOf(Buffer.from(mark, 'hex'));
    if (at < 0) throw new TypeError('not an ES256 passkey');
    return formatBase64url(attestationObject.slice(at + 3, at + 35));
  };
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate('215820'), y: coordinate('225820') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}
