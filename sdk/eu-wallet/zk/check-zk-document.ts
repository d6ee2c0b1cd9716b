import type { Bytes } from '../../protocol/bytes.ts';
import { check } from '../../protocol/errors.ts';
import { checkCertificateValidity, requireListed, requireP256 } from '../check-mdoc.ts';
import { PROOF_OF_AGE } from '../profile.ts';
import { readThresholds, type ShownAge } from '../proof-of-age.ts';
import { readSigner } from '../signer.ts';
import type { TrustedList } from '../trusted-list.ts';
import type { ZkDocument } from './zk-document.ts';
import { LONGFELLOW_V6, type ZkSystemSpec } from './zk-system-spec.ts';
import type { ZkItem, ZkVerifier } from './zk-verifier.ts';

/** What a zero-knowledge document is measured against. */
export interface ZkDocumentTerms {
  readonly verifier: ZkVerifier;
  /** Hashes of circuits, in hexadecimal; those of `LONGFELLOW_V6` when absent. */
  readonly acceptedCircuits?: ReadonlySet<string>;
  /** The systems that were offered with the question. */
  readonly offered: readonly ZkSystemSpec[];
  readonly threshold: number;
  /** The encoded `SessionTranscript` of this presentation. */
  readonly sessionTranscript: Bytes;
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** As received. */
  readonly deviceResponse: Uint8Array;
}

/**
 * How far a proof's time may lie from ours, seconds. The prover takes it from the phone's clock when it starts, and
 * needs some seconds more on a slow phone; a question lives for five minutes at most.
 */
const ZK_TIME_WINDOW = 300;

const V6_CIRCUITS: ReadonlySet<string> = new Set(LONGFELLOW_V6.map(({ circuitHash }) => circuitHash));

/**
 * Verifies a zero-knowledge proof of age: everything around the proof first, the proof last.
 * @throws AgeError ERR_MDOC_ZK_SYSTEM, _TYPE, _AGE, _MALFORMED, _VALIDITY, _ALGORITHM, _ISSUER_UNLISTED, ERR_MDOC_ZK_PROOF,
 * and what the verifier throws.
 */
export async function checkZkDocument(document: ZkDocument, terms: ZkDocumentTerms): Promise<ShownAge> {
  const { verifier, sessionTranscript, trustedList, now, threshold } = terms;
  const spec = findSpec(document.zkSystemId, terms);
  check(document.docType === PROOF_OF_AGE, 'ERR_MDOC_TYPE', 'a document of another type');
  const items = readShown(document, spec, threshold);
  const isNear = Math.abs(document.timestamp - now) <= ZK_TIME_WINDOW;
  check(isNear, 'ERR_MDOC_VALIDITY', 'the proof is for another time');

  const signer = await readSigner(document.signerCertificate, trustedList);
  const issuerKey = requireP256(signer.certificate.publicKey, 'a provider key other than P-256');
  checkCertificateValidity(signer.certificate, now);
  await requireListed(signer, issuerKey, { trustedList, now });

  const holds = await verifier.verify({
    spec,
    proof: document.proof,
    sessionTranscript,
    docType: PROOF_OF_AGE,
    nameSpace: PROOF_OF_AGE,
    items,
    timestamp: document.timestamp,
    issuerKey: issuerKey.point,
    deviceResponse: Uint8Array.from(terms.deviceResponse),
  });
  // Whatever is not a plain yes is a no.
  check(holds === true, 'ERR_MDOC_ZK_PROOF', 'the zero-knowledge proof does not hold');
  return { thresholds: [threshold] };
}

/** An app may name only what we offered, and of that only what is accepted today (EU profile, A.8). */
function findSpec(id: string, { offered, acceptedCircuits = V6_CIRCUITS }: ZkDocumentTerms): ZkSystemSpec {
  const spec = offered.find((one) => one.id === id);
  check(spec !== undefined, 'ERR_MDOC_ZK_SYSTEM', 'a zero-knowledge system that was not offered');
  check(acceptedCircuits.has(spec.circuitHash), 'ERR_MDOC_ZK_SYSTEM', 'a circuit that is not accepted');
  return spec;
}

/** The elements shown: the one that was asked for, true, and none besides. */
function readShown(document: ZkDocument, spec: ZkSystemSpec, threshold: number): readonly ZkItem[] {
  const items = document.items.get(PROOF_OF_AGE) ?? [];
  check(document.items.size === 1 && items.length === 1, 'ERR_MDOC_AGE', 'not the one element asked for');
  check(spec.attributes === items.length, 'ERR_MDOC_ZK_SYSTEM', 'a circuit for another number of elements');
  check(readThresholds(items, [threshold]).length === 1, 'ERR_MDOC_AGE', 'the age asked for is not shown as reached');
  return items;
}
