import {
  digestChallenge,
  formatHex,
  formatPaddedBase64url,
  formatTokenAuthenticate,
  formatTokenAuthorization,
  parseHex,
  parseTokenAuthenticate,
  parseTokenAuthorization,
  readTokenChallenge,
  readUtf8,
  writeTokenChallenge,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { loadCases } from './vectors.ts';

interface ChallengeCase {
  issuerName: string;
  redemptionContext: string;
  originInfo: string;
  nonce: string;
  tokenKeyId: string;
  tokenInput: string;
}

describe('RFC 9577 Appendix A.1, challenges and token structs', () => {
  it.each(loadCases<ChallengeCase>('rfc9577-challenges.json'))('case %#', async (vector) => {
    const challenge = {
      tokenType: 2,
      issuerName: readUtf8(parseHex(vector.issuerName)),
      redemptionContext: parseHex(vector.redemptionContext),
      originInfo: readUtf8(parseHex(vector.originInfo)),
    };
    const input = writeTokenInput({
      nonce: parseHex(vector.nonce),
      challengeDigest: await digestChallenge(challenge),
      tokenKeyId: parseHex(vector.tokenKeyId),
    });
    expect(formatHex(input)).toBe(vector.tokenInput);
    expect(readTokenChallenge(writeTokenChallenge(challenge))).toEqual(challenge);
  });
});

interface HeaderCase {
  header: string;
  challenges: { challenge: string; tokenKey: string }[];
}

describe('RFC 9577 Appendix A.2, WWW-Authenticate', () => {
  it.each(loadCases<HeaderCase>('rfc9577-headers.json'))('case %#', ({ header, challenges }) => {
    const parsed = parseTokenAuthenticate(header).map(({ challenge, tokenKey }) => ({
      challenge: formatHex(challenge),
      tokenKey: formatHex(tokenKey as Uint8Array),
    }));
    expect(parsed).toEqual(challenges);
  });

  it('reads what it writes', () => {
    const challenge = parseHex('000200046e616d65000000');
    const header = formatTokenAuthenticate([{ challenge, tokenKey: parseHex('aabb') }, { challenge }]);
    expect(header).toContain(`challenge="${formatPaddedBase64url(challenge)}"`);
    expect(parseTokenAuthenticate(`Basic realm="x, y", ${header}, Negotiate`)).toEqual([
      { challenge, tokenKey: parseHex('aabb') },
      { challenge },
    ]);
  });

  it.each([
    ['a parameter before any scheme', 'challenge="AAIA"'],
    ['a parameter said twice', 'PrivateToken challenge="AAIABG5hbWUAAAA=", challenge="AAIABG5hbWUAAAA="'],
    ['no challenge', 'PrivateToken max-age=10'],
    ['an open string', 'PrivateToken challenge="AAIA'],
    ['left-over bytes', 'PrivateToken challenge="AAIABG5hbWUAAAAA"'],
  ])('refuses %s', (_, header) => {
    expect(() => parseTokenAuthenticate(header)).toThrow(TypeError);
  });
});

describe('Authorization: PrivateToken', () => {
  const token = 'A'.repeat(472);

  it('takes exactly one form', () => {
    expect(parseTokenAuthorization(formatTokenAuthorization(token))).toHaveLength(354);
  });

  it.each([
    ['471 characters', `PrivateToken token="${token.slice(1)}"`],
    ['473 characters', `PrivateToken token="${token}A"`],
    ['padding', `PrivateToken token="${token.slice(1)}="`],
    ['no quotes', `PrivateToken token=${token}`],
    ['another case of the scheme', `privatetoken token="${token}"`],
    ['a second parameter', `PrivateToken token="${token}", extra="1"`],
    ['a space at the end', `PrivateToken token="${token}" `],
  ])('refuses %s', (_, header) => {
    expect(() => parseTokenAuthorization(header)).toThrow(TypeError);
  });
});
