export {
  checkPresentation,
  formatPresentationRequest,
  type Presentation,
  type PresentationAnswer,
  parsePresentationForm,
} from './presentation.ts';
export { ageElement, LONGEST_DEVICE_RESPONSE, PROOF_OF_AGE } from './profile.ts';
export { checkProofOfAge, type ProofOfAge, type ProofOfAgeTerms } from './proof-of-age.ts';
export { type Handover, openId4VpTranscript } from './session-transcript.ts';
export {
  DEMONSTRATION_ORGANIZATION,
  isDemonstrationCertificate,
  parseTrustedList,
  type TrustedCertificate,
  type TrustedList,
} from './trusted-list.ts';
