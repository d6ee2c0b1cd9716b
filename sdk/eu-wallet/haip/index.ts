export {
  type AccessCertificate,
  parseAccessChain,
  readAccessCertificate,
} from './access-certificate.ts';
export { checkHaipAnswer, type HaipTerms } from './check-haip-answer.ts';
export {
  checkState,
  type HaipAnswer,
  type HaipForm,
  openHaipAnswer,
  parseDigitalAnswer,
  parseHaipForm,
  SIGNED_PROTOCOL,
} from './haip-answer.ts';
export type { HaipAudience, HaipDocument, HaipPresentation } from './haip-presentation.ts';
export { formatHaipLink, HAIP_SCHEMES, type HaipScheme } from './request-link.ts';
export { REQUEST_OBJECT_TYPE, RESPONSE_ENCRYPTIONS, signRequestObject } from './request-object.ts';
export { createResponseKey, type ResponseKey } from './response-key.ts';
