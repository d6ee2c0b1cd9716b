export type { ZkTerms } from './any-response.ts';
export { type EncodedItem, readFullDate } from './cbor.ts';
export { type Certificate, parseCertificate } from './certificate.ts';
export { type CheckedIssuerSigned, checkMdoc, type MdocTerms } from './check-mdoc.ts';
export type { CoseSign1 } from './cose-sign1.ts';
export { type IssuerSignedItem, type PresentedDocument, readDeviceResponse } from './device-response.ts';
export type { Curve, EcKey } from './ec-key.ts';
export {
  checkIsoMdocAnswer,
  type IsoMdocTerms,
  LONGEST_ISO_MDOC_ANSWER,
  type OpenedIsoMdocAnswer,
  openIsoMdocAnswer,
} from './iso-mdoc-answer.ts';
export {
  createIsoMdocRequest,
  ISO_MDOC_PROTOCOL,
  type IsoMdocRequest,
  type KeptIsoMdocRequest,
} from './iso-mdoc-request.ts';
export {
  checkPresentation,
  formatPresentationRequest,
  type Presentation,
  type PresentationAnswer,
  parsePresentationForm,
} from './presentation.ts';
export {
  ageElement,
  LONGEST_DEVICE_RESPONSE,
  LONGEST_ZK_RESPONSE,
  type MdocKind,
  PERSON_IDENTIFICATION_MDOC,
  PROOF_OF_AGE,
  PROOF_OF_AGE_MDOC,
} from './profile.ts';
export { checkProofOfAge, type ProofOfAge, type ProofOfAgeTerms, type ShownAge } from './proof-of-age.ts';
export {
  type DigitalHandover,
  type Handover,
  isoMdocTranscript,
  openId4VpDigitalTranscript,
  openId4VpTranscript,
} from './session-transcript.ts';
export { type EuWalletOptions, euWallet } from './site/eu-wallet.ts';
export {
  DEMONSTRATION_ORGANIZATION,
  isDemonstrationCertificate,
  parseTrustedList,
  type TrustedCertificate,
  type TrustedList,
} from './trusted-list.ts';
export {
  openSnapshot,
  SNAPSHOT_LIFETIME_MAX,
  SNAPSHOT_MAX,
  type SnapshotText,
  type TrustedSnapshot,
  writeSnapshot,
} from './trusted-snapshot.ts';
export { createSnapshotSource, type SnapshotPublisher, type SnapshotSourceOptions } from './trusted-snapshot-source.ts';
export {
  createTrustedSource,
  type ListEdition,
  type TrustedSource,
  type TrustedSourceOptions,
} from './trusted-source.ts';
export { type HttpZkVerifierOptions, httpZkVerifier } from './zk/http-zk-verifier.ts';
export { LONGFELLOW_V6, type ZkSystemSpec } from './zk/zk-system-spec.ts';
export type { ZkItem, ZkStatement, ZkVerifier } from './zk/zk-verifier.ts';
