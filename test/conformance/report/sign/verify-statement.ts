import type { KeyObject } from 'node:crypto';
import { type EvidenceFiles, sha256Of } from '../../evidence/evidence-files.ts';
import { type FileFault, verifyFiles } from '../../evidence/manifest.ts';
import { RefusedEvidence } from '../../evidence/refused-evidence.ts';
import type { Text } from '../../text.ts';
import type { Report } from '../../verdict/report.ts';
import { checkEnvelope, type Envelope, type SignatureState } from './dsse.ts';
import { readStatement, type Statement } from './statement.ts';

export interface VerifyOptions {
  readonly envelope: Envelope;
  /** Got from whoever signed by another way than the report. Without it nobody can say whose signature it is. */
  readonly publicKey?: KeyObject;
  /** Of the report's folder. @throws RefusedEvidence for a file that is not there */
  readonly readFile: (name: string) => Uint8Array;
  /** The folder `evidence/`; absent where only the report was handed on. */
  readonly evidence?: EvidenceFiles;
}

export interface Verification {
  /** `no-key`: there are signatures, and no key to check them with. */
  readonly signature: SignatureState | 'no-key';
  readonly statement: Statement;
  /** By path in the report's folder. Empty when every file is as it was signed. */
  readonly faults: readonly FileFault[];
  /** The statement says another verdict, target or catalogue than the report. */
  readonly contradicts: boolean;
  /** True only where a signature holds by the key that was given, and every file is as it was signed. */
  readonly holds: boolean;
  /** All of it in sentences, what is wrong first. */
  readonly lines: readonly Text[];
}

/** Whether report and evidence are as they were signed, and by whom. @throws RefusedEvidence for an envelope that holds no statement on a report */
export function verifyStatement({ envelope, publicKey, readFile, evidence }: VerifyOptions): Verification {
  const statement = readStatement(envelope);
  const signature = signatureOf(envelope, publicKey);
  const faults = [...subjectFaults(statement, readFile), ...evidenceFaults(evidence)];
  const contradiction = faults.length === 0 ? contradictionOf(statement, readFile) : undefined;
  const holds = signature === 'valid' && faults.length === 0 && contradiction === undefined && evidence !== undefined;
  const lines = [
    ...faults.map(({ path, kind }) => FAULTS[kind](path)),
    ...(contradiction === undefined ? [] : [contradiction]),
    SIGNATURES[signature],
    ...(evidence === undefined ? [NO_EVIDENCE] : []),
    ...(faults.length === 0 ? [ALL_FILES] : []),
  ];
  return { signature, statement, faults, contradicts: contradiction !== undefined, holds, lines };
}

function signatureOf(envelope: Envelope, publicKey: KeyObject | undefined): Verification['signature'] {
  if (publicKey !== undefined) return checkEnvelope(envelope, publicKey);
  return envelope.signatures.length === 0 ? 'unsigned' : 'no-key';
}

function subjectFaults({ subject }: Statement, readFile: VerifyOptions['readFile']): readonly FileFault[] {
  return subject.flatMap(({ name, digest }): FileFault[] => {
    try {
      return sha256Of(readFile(name)) === digest.sha256 ? [] : [{ path: name, kind: 'changed' }];
    } catch (error) {
      if (!(error instanceof RefusedEvidence)) throw error;
      return [{ path: name, kind: 'missing' }];
    }
  });
}

function evidenceFaults(evidence: EvidenceFiles | undefined): readonly FileFault[] {
  if (evidence === undefined) return [];
  try {
    return verifyFiles(evidence).map(({ path, kind }) => ({ path: `evidence/${path}`, kind }));
  } catch (error) {
    if (!(error instanceof RefusedEvidence)) throw error;
    // Its own digest has already said that the manifest is not what was signed.
    return [];
  }
}

/** The statement says in short what the report says: the two must agree. */
function contradictionOf({ predicate }: Statement, readFile: VerifyOptions['readFile']): Text | undefined {
  const report = readJson(readFile('report.json')) as Partial<Report> | undefined;
  const agrees =
    report?.verdict === predicate.verdict &&
    report.target === predicate.target &&
    report.catalogue?.id === predicate.catalogue.id &&
    report.catalogue.sha256 === predicate.catalogue.sha256;
  return agrees
    ? undefined
    : {
        en: 'The statement says another verdict, target or catalogue than report.json.',
        fr: 'La déclaration donne un autre verdict, une autre cible ou un autre référentiel que report.json.',
      };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) ?? undefined;
  } catch {
    return undefined;
  }
}

const FAULTS: Readonly<Record<FileFault['kind'], (path: string) => Text>> = {
  changed: (path) => ({
    en: `${path} has been changed since it was signed.`,
    fr: `${path} a été modifié depuis la signature.`,
  }),
  missing: (path) => ({
    en: `${path} is missing.`,
    fr: `${path} manque.`,
  }),
  extra: (path) => ({
    en: `${path} was added: it is not among the files that were signed.`,
    fr: `${path} a été ajouté\u00a0: il n’est pas parmi les fichiers signés.`,
  }),
};

const SIGNATURES: Readonly<Record<Verification['signature'], Text>> = {
  valid: {
    en: 'The signature is by the key that was given.',
    fr: 'La signature est bien celle de la clé indiquée.',
  },
  invalid: {
    en: 'The signature is not valid: the statement has been changed, or it was not signed with this key.',
    fr: 'La signature n’est pas valable\u00a0: la déclaration a été modifiée, ou elle n’a pas été signée avec cette clé.',
  },
  'other-key': {
    en: 'The statement is signed by another key than the one that was given.',
    fr: 'La déclaration est signée par une autre clé que celle indiquée.',
  },
  unsigned: {
    en: 'The statement bears no signature: nobody answers for it.',
    fr: 'La déclaration ne porte aucune signature\u00a0: personne n’en répond.',
  },
  'no-key': {
    en: 'There is a signature, and no key to check it with was given (--key): it is not known whose it is.',
    fr: 'Il y a une signature, mais aucune clé n’a été indiquée pour la vérifier (--key)\u00a0: on ne sait pas de qui elle est.',
  },
};

const NO_EVIDENCE: Text = {
  en: 'The folder evidence/ is not there: what the report rests on was not compared.',
  fr: 'Le dossier evidence/ est absent\u00a0: ce sur quoi le rapport s’appuie n’a pas été comparé.',
};

const ALL_FILES: Text = {
  en: 'Every file that was compared is as the statement says.',
  fr: 'Chaque fichier comparé est tel que la déclaration le dit.',
};
