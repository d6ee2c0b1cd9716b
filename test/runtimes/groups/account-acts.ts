import {
  type AccountAct,
  accountAssertionChallenge,
  challengeForGrants,
  check,
  digestChallenge,
  formatHex,
  grantAssertionChallenge,
  grantNonceFor,
  parseHex,
  passkeyChallenge,
  writeTokenChallenge,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import type { SpecFile } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';

interface AccountCase {
  readonly nonce: string;
  readonly act?: AccountAct;
  readonly detail?: string;
  readonly challenge: string;
}

interface GrantCase {
  readonly attester?: string;
  readonly issuer?: string;
  readonly body?: string;
  readonly tokenChallenge?: string;
  readonly challengeDigest?: string;
  readonly tokenKeyId?: string;
  readonly bodyHash?: string;
  readonly tokenInput?: string;
  readonly nonce?: string;
  readonly requests?: readonly {
    readonly threshold: number;
    readonly epoch: string;
    readonly generation: number;
    readonly request: string;
  }[];
  readonly challenge?: string;
}

async function judgeAccount({ nonce, act, detail = '', challenge }: AccountCase): Promise<unknown> {
  const ours = act
    ? await accountAssertionChallenge(parseHex(nonce), act, parseHex(detail))
    : await passkeyChallenge(parseHex(nonce));
  check(formatHex(ours) === challenge, act ? 'ERR_ASSERTION' : 'ERR_REGISTRATION');
  return ours;
}

async function judgeGrant(one: GrantCase): Promise<unknown> {
  if (one.requests !== undefined) {
    const requests = one.requests.map((asked) => ({ ...asked, request: parseHex(asked.request) }));
    const ours = await grantAssertionChallenge(parseHex(one.nonce ?? ''), requests);
    check(formatHex(ours) === one.challenge, 'ERR_ASSERTION');
    return ours;
  }
  const challenge = challengeForGrants(one.attester ?? '', one.issuer ?? '');
  const nonce = await grantNonceFor(parseHex(one.body ?? ''));
  const challengeDigest = await digestChallenge(challenge);
  const input = writeTokenInput({ nonce, challengeDigest, tokenKeyId: parseHex(one.tokenKeyId ?? '') });
  return same(
    [writeTokenChallenge(challenge), nonce, challengeDigest, input],
    [one.tokenChallenge, one.bodyHash, one.challengeDigest, one.tokenInput],
  );
}

/** What a passkey signs over, and what a grant covers. */
export const accountActs: WriteGroups = ({ spec }) => {
  const account = spec.account as SpecFile<AccountCase>;
  const grant = spec.grant as SpecFile<GrantCase>;
  return [
    {
      name: 'spec/vectors/account.json',
      cases: account.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeAccount(one) })),
    },
    {
      name: 'spec/vectors/grant.json',
      cases: grant.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeGrant(one) })),
    },
  ];
};
