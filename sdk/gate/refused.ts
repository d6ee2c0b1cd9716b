import { AgeError, ERROR_STATUS, type ErrorCode } from '../protocol/index.ts';

/** The code of a refusal, for the operator alone. @throws the error itself when it is a fault of ours, which shuts the door. */
export function refusalCode(error: unknown): ErrorCode {
  if (error instanceof AgeError && ERROR_STATUS[error.code] < 500) return error.code;
  throw error;
}

/** The code of whatever shut the door, for the operator. */
export function faultCode(error: unknown): ErrorCode {
  return error instanceof AgeError ? error.code : 'ERR_FAULT';
}
