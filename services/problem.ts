import { AgeError, ERROR_STATUS, type ErrorCode, SENTENCES } from '@bauta/sdk/protocol';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The members of RFC 9457 that a refusal has here; there is no `detail`, since it could only hold what was sent. */
export interface Problem {
  readonly type: `urn:bauta:error:${ErrorCode}`;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
}

/** The code that everyone but the operator sees: the refusal's own, one for all evidence, and one for every fault. */
export function outwardCode(error: unknown): ErrorCode {
  if (!(error instanceof AgeError)) return 'ERR_FAULT';
  return SENTENCES[error.code].seenBy === 'attester' ? 'ERR_AGE_NOT_SHOWN' : error.code;
}

/** The problem that stands for an error outside. */
export function problemOf(error: unknown): Problem {
  const code = outwardCode(error);
  return { type: `urn:bauta:error:${code}`, title: SENTENCES[code].en, status: ERROR_STATUS[code], code };
}

/** The one translation of errors to HTTP: RFC 9457, never stored, nothing of what was sent. */
export function answerProblem(error: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const problem = problemOf(error);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': PROBLEM_MEDIA_TYPE, 'cache-control': 'no-store' },
  });
}
