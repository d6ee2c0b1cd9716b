import { parseTokenAuthenticate, readTokenChallenge } from '@bauta/sdk/protocol';
import { TEST_ISSUER_NAME } from '@bauta/sdk/test-issuer';
import { type EvidenceView, headersOf } from '../evidence/view.ts';
import { demonstrationTokens } from './demonstration-tokens.ts';
import { enrolAtDemonstration } from './enrol/enrol-at-demonstration.ts';
import { testIssuerTokens } from './test-issuer-tokens.ts';
import type { TokenSource } from './token-source.ts';

export interface TokensGiven {
  readonly seen: EvidenceView;
  readonly isLoopback: boolean;
  /** Tokens that a person proved their age for. */
  readonly file?: TokenSource;
  /** Unix seconds by the target's clock. */
  readonly now: () => number;
}

/** Finds tokens for the issuer that the site names. @returns undefined where there are none, or the site asks for none */
export async function openTokens({ seen, isLoopback, file, now }: TokensGiven): Promise<TokenSource | undefined> {
  const issuer = issuerOf(seen);
  if (issuer === undefined) return undefined;
  if (isLoopback && issuer === TEST_ISSUER_NAME) return testIssuerTokens(now);
  if (file !== undefined) return file;
  if (!isLoopback) return undefined;
  const account = await enrolAtDemonstration({ issuer: `http://${issuer}`, now });
  return account && demonstrationTokens(account, now);
}

/** The name of the issuer in the site's own challenge (RFC 9577 §2.1). */
function issuerOf(seen: EvidenceView): string | undefined {
  for (const { response } of seen.probe('home').exchanges('home-program')) {
    try {
      const [ask] = headersOf(response?.headers ?? [], 'www-authenticate').flatMap(parseTokenAuthenticate);
      if (ask !== undefined) return readTokenChallenge(ask.challenge).issuerName;
    } catch {
      // What cannot be read names nobody.
    }
  }
  return undefined;
}
