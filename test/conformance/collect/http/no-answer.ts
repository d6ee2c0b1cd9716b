import type { NoAnswer } from '../../evidence/observation.ts';

/** Error codes of Node by what they mean. */
const CODES: Readonly<Record<string, NoAnswer>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  ERR_INVALID_URL: 'malformed',
};

const FAMILIES: readonly (readonly [start: RegExp, NoAnswer])[] = [
  [/^(ERR_TLS|ERR_SSL|CERT_)/, 'tls'],
  [/^HPE_/, 'malformed'],
];

/** Why there was no answer. The message of the error is left alone: it can hold what was sent. */
export function noAnswerOf(error: unknown): NoAnswer {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return CODES[code] ?? FAMILIES.find(([start]) => start.test(code))?.[1] ?? 'other';
}
