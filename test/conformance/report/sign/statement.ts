import type { KeyObject } from 'node:crypto';
import { formatJson, MANIFEST_FILE, sha256Of } from '../../evidence/evidence-files.ts';
import { RefusedEvidence } from '../../evidence/refused-evidence.ts';
import { arrayOf, constant, digest, object, oneOf, readShape, text } from '../../evidence/shape.ts';
import type { Report } from '../../verdict/report.ts';
import { type Envelope, payloadOf, signEnvelope } from './dsse.ts';

export const STATEMENT_FILE = 'report.dsse.json';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** What a signature is over, relative to the folder of the report. The manifest in turn names each file of the evidence. */
const SUBJECTS: readonly string[] = ['report.json', 'report.fr.html', 'report.en.html', `evidence/${MANIFEST_FILE}`];

/** An in-toto Statement v1 on a report. */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicateType: 'urn:bauta:predicate:conformance-report:1';
  readonly predicate: {
    readonly verdict: Report['verdict'];
    readonly target: string;
    readonly catalogue: { readonly id: string; readonly sha256: string };
    readonly suite: { readonly name: string; readonly version: string };
  };
}

const STATEMENT = object({
  _type: constant('https://in-toto.io/Statement/v1'),
  subject: arrayOf(object({ name: text, digest: object({ sha256: digest }) })),
  predicateType: constant('urn:bauta:predicate:conformance-report:1'),
  predicate: object({
    verdict: oneOf('breach', 'no-breach', 'inconclusive'),
    target: text,
    catalogue: object({ id: text, sha256: digest }),
    suite: object({ name: text, version: text }),
  }),
});

function makeStatement(report: Report, readFile: (name: string) => Uint8Array): Statement {
  const { verdict, target, catalogue, circumstances } = report;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: SUBJECTS.map((name) => ({ name, digest: { sha256: sha256Of(readFile(name)) } })),
    predicateType: 'urn:bauta:predicate:conformance-report:1',
    predicate: {
      verdict,
      target,
      catalogue: { id: catalogue.id, sha256: catalogue.sha256 },
      suite: circumstances.suite,
    },
  };
}

/** @param readFile of the report's folder, where all subjects are written already */
export function signReport(report: Report, readFile: (name: string) => Uint8Array, privateKey: KeyObject): Envelope {
  return signEnvelope(PAYLOAD_TYPE, Buffer.from(formatJson(makeStatement(report, readFile))), privateKey);
}

/** @throws RefusedEvidence for a payload of another type, or one that leaves out a file that a report consists of */
export function readStatement(envelope: Envelope): Statement {
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    throw new RefusedEvidence({
      en: 'the envelope holds no statement on a report',
      fr: 'l’enveloppe ne contient pas de déclaration sur un rapport',
    });
  }
  const statement = readShape<Statement>(STATEMENT, payloadOf(envelope), STATEMENT_FILE);
  const names = statement.subject.map(({ name }) => name);
  if (names.length !== SUBJECTS.length || SUBJECTS.some((name) => !names.includes(name))) {
    throw new RefusedEvidence({
      en: `the statement is not on all of ${SUBJECTS.join(', ')}, or on more`,
      fr: `la déclaration ne porte pas exactement sur ${SUBJECTS.join(', ')}`,
    });
  }
  return statement;
}
