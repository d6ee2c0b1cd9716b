/**
 * Every refusal the protocol knows, and the HTTP status its room answers with. A site answers all of its refusals
 * alike whatever stands here (protocol.md §4); the code then goes to the operator alone.
 * Sentences for people are in `sentences.ts`, so that a verifier's bundle does not carry them.
 */
export const ERROR_STATUS = {
  // The site: a token and the proof that comes with it, in the order of protocol.md §4.
  ERR_TOKEN_MALFORMED: 401,
  ERR_TOKEN_KEY_UNKNOWN: 401,
  ERR_TOKEN_WINDOW: 401,
  ERR_TOKEN_THRESHOLD: 401,
  ERR_TOKEN_CHALLENGE: 401,
  ERR_PROOF_MALFORMED: 401,
  ERR_PROOF_KEY: 401,
  ERR_PROOF_AUDIENCE: 401,
  ERR_PROOF_TOKEN: 401,
  ERR_PROOF_TIME: 401,
  ERR_SITE_CHALLENGE: 401,
  ERR_SITE_CHALLENGE_MODE: 401,
  ERR_SITE_CHALLENGE_STALE: 401,
  ERR_TOKEN_SIGNATURE: 401,
  ERR_PROOF_SIGNATURE: 401,
  ERR_TOKEN_SPENT: 401,
  ERR_PROOF_NEEDED: 401,
  ERR_CODE_UNKNOWN: 403,
  ERR_PRE_SESSION: 403,
  ERR_FORM_MALFORMED: 400,
  // Keys and directories, at whoever reads them.
  ERR_KEY_MALFORMED: 502,
  ERR_DIRECTORY_MALFORMED: 502,
  ERR_DIRECTORY_STALE: 503,
  ERR_STORE_UNAVAILABLE: 503,
  ERR_LOG_MALFORMED: 502,
  ERR_LOG_SIGNATURE: 502,
  ERR_LOG_QUORUM: 502,
  ERR_LOG_STALE: 503,
  ERR_LOG_PROOF: 502,
  ERR_LOG_SLOT: 502,
  ERR_LOG_AWAY: 503,
  // The log of keys, at whoever adds to it.
  ERR_LOG_OPERATOR: 403,
  ERR_LOG_ENTRY: 422,
  // The wallet.
  ERR_PRESENT_REQUEST: 400,
  ERR_RESPONSE_MALFORMED: 502,
  ERR_RESPONSE_SIGNATURE: 502,
  ERR_STOCK_EMPTY: 409,
  ERR_RECORD: 409,
  ERR_BROWSER: 501,
  // The issuer.
  ERR_MEDIA_TYPE: 415,
  ERR_REQUEST_MALFORMED: 422,
  ERR_GRANT_MALFORMED: 401,
  ERR_GRANT_KEY_UNKNOWN: 401,
  ERR_GRANT_CHALLENGE: 401,
  ERR_GRANT_BODY: 401,
  ERR_GRANT_SIGNATURE: 401,
  ERR_RATE_LIMITED: 429,
  ERR_BUSY: 503,
  // The attester.
  ERR_BODY_MALFORMED: 400,
  ERR_NONCE: 401,
  ERR_ASSERTION: 401,
  ERR_ACCOUNT: 401,
  ERR_REGISTRATION: 400,
  ERR_EVIDENCE_SESSION: 401,
  ERR_AGE_NOT_SHOWN: 403,
  ERR_SLOT: 422,
  ERR_QUOTA_EXCEEDED: 429,
  // Evidence from an EU wallet: seen by the attester's operator only; outside it is ERR_AGE_NOT_SHOWN.
  ERR_MDOC_MALFORMED: 403,
  ERR_MDOC_STATUS: 403,
  ERR_MDOC_TYPE: 403,
  ERR_MDOC_ALGORITHM: 403,
  ERR_MDOC_ISSUER_UNLISTED: 403,
  ERR_MDOC_ISSUER_SIGNATURE: 403,
  ERR_MDOC_VALIDITY: 403,
  ERR_MDOC_DIGEST: 403,
  ERR_MDOC_DEVICE_SIGNATURE: 403,
  ERR_MDOC_AGE: 403,
  ERR_MDOC_DECRYPTION: 403,
  ERR_MDOC_ZK_SYSTEM: 403,
  ERR_MDOC_ZK_PROOF: 403,
  // Evidence from an OpenID provider: as above.
  ERR_OIDC_DECLINED: 403,
  ERR_OIDC_PROVIDER: 403,
  ERR_OIDC_ANSWER: 403,
  ERR_OIDC_AGE: 403,
  // Any room.
  ERR_NOT_FOUND: 404,
  ERR_METHOD: 405,
  ERR_TOO_LARGE: 413,
  ERR_NOT_READY: 503,
  ERR_FAULT: 500,
} as const;

/** A stable code of a refusal; `spec/errors.md` lists them all. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** A refusal that the protocol knows. It never holds anything that the other side sent. */
export class AgeError extends Error {
  readonly code: ErrorCode;

  /** @param code which refusal. @param cause for the operator: what exactly was wrong, never the bytes themselves. */
  constructor(code: ErrorCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AgeError';
    this.code = code;
  }
}

/** Throws the refusal `code` unless `condition` holds. */
export function check(condition: boolean, code: ErrorCode, cause?: string): asserts condition {
  if (!condition) throw new AgeError(code, cause);
}

/** Runs a parser and turns its TypeError into the refusal `code`; other faults pass through. */
export function refuseAs<T>(code: ErrorCode, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError) {
      throw new AgeError(code, error.message);
    }
    throw error;
  }
}
