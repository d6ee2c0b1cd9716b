import {
  digestChallenge,
  parseHex,
  parseTokenAuthenticate,
  parseTokenAuthorization,
  readTokenChallenge,
  readUtf8,
  refuseAs,
  writeTokenChallenge,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { type Case, same } from '../case.ts';
import type { WriteGroups } from '../write-groups.ts';

interface ChallengeCase {
  readonly issuerName: string;
  readonly redemptionContext: string;
  readonly originInfo: string;
  readonly nonce: string;
  readonly tokenKeyId: string;
  readonly tokenInput: string;
}

interface HeaderCase {
  readonly header: string;
  readonly challenges: readonly { readonly challenge: string; readonly tokenKey: string }[];
}

async function judgeChallenge(vector: ChallengeCase): Promise<unknown> {
  const challenge = {
    tokenType: 2,
    issuerName: readUtf8(parseHex(vector.issuerName)),
    redemptionContext: parseHex(vector.redemptionContext),
    originInfo: readUtf8(parseHex(vector.originInfo)),
  };
  const challengeDigest = await digestChallenge(challenge);
  const [nonce, tokenKeyId] = [parseHex(vector.nonce), parseHex(vector.tokenKeyId)];
  same(readTokenChallenge(writeTokenChallenge(challenge)), challenge);
  return same(writeTokenInput({ nonce, challengeDigest, tokenKeyId }), vector.tokenInput);
}

const token = 'A'.repeat(472);
const BAD_HEADERS: Readonly<Record<string, string>> = {
  'a parameter before any scheme': 'challenge="AAIA"',
  'a parameter said twice': 'PrivateToken challenge="AAIABG5hbWUAAAA=", challenge="AAIABG5hbWUAAAA="',
  'no challenge': 'PrivateToken max-age=10',
  'an open string': 'PrivateToken challenge="AAIA',
  'left-over bytes': 'PrivateToken challenge="AAIABG5hbWUAAAAA"',
};
const BAD_TOKENS: Readonly<Record<string, string>> = {
  '471 characters': `PrivateToken token="${token.slice(1)}"`,
  '473 characters': `PrivateToken token="${token}A"`,
  padding: `PrivateToken token="${token.slice(1)}="`,
  'no quotes': `PrivateToken token=${token}`,
  'another case of the scheme': `privatetoken token="${token}"`,
  'a second parameter': `PrivateToken token="${token}", extra="1"`,
};

/** RFC 9577: challenges, and the headers that carry them and tokens. */
export const httpAuthentication: WriteGroups = ({ published }) => {
  const challenges = published['rfc9577-challenges'] as { readonly cases: readonly ChallengeCase[] };
  const headers = published['rfc9577-headers'] as { readonly cases: readonly HeaderCase[] };
  const refused: Case[] = [
    ...Object.entries(BAD_HEADERS).map(([name, header]): Case => {
      return { name, expected: 'TypeError', run: () => parseTokenAuthenticate(header) };
    }),
    ...Object.entries(BAD_TOKENS).map(([name, header]): Case => {
      const run = () => refuseAs('ERR_TOKEN_MALFORMED', () => parseTokenAuthorization(header));
      return { name, expected: 'ERR_TOKEN_MALFORMED', run };
    }),
  ];
  return [
    {
      name: 'RFC 9577 A.1, challenges',
      cases: challenges.cases.map((one, i) => ({
        name: `case ${i}`,
        expected: 'accepted',
        run: () => judgeChallenge(one),
      })),
    },
    {
      name: 'RFC 9577 A.2, headers',
      cases: [
        ...headers.cases.map(
          (one, i): Case => ({
            name: `case ${i}`,
            expected: 'accepted',
            run: () => same(parseTokenAuthenticate(one.header), one.challenges),
          }),
        ),
        ...refused,
      ],
    },
  ];
};
