import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EvidenceFiles } from '../evidence/evidence-files.ts';
import { filesOfFolder } from '../evidence/evidence-folder.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { RefusedEvidence } from '../evidence/refused-evidence.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseEnvelope } from '../report/sign/dsse.ts';
import { RefusedKey, readPublicKey } from '../report/sign/signing-key.ts';
import { STATEMENT_FILE } from '../report/sign/statement.ts';
import { RefusedTimestamp, readTimestamp, TIMESTAMP_FILE } from '../report/sign/timestamp.ts';
import { verifyStatement } from '../report/sign/verify-statement.ts';
import type { Text } from '../text.ts';
import type { ProofTerminal } from './keygen.ts';

export interface VerifyArguments {
  /** Of `report.dsse.json`, or of the folder that it lies in. */
  readonly path: string;
  /** Of the public key that it should be signed with. */
  readonly keyPath?: string;
}

/**
 * Whether a report, its evidence and its timestamp are as they were signed.
 * @returns the exit code: 0 all holds; 1 something was changed, or the signature is not the key's; 2 nothing is wrong, but
 * without a key or the evidence not everything could be compared; 3 a file that cannot be read
 */
export function verifyReport(
  { path, keyPath }: VerifyArguments,
  { language, print, complain }: ProofTerminal,
): ExitCode {
  try {
    const envelopePath = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, STATEMENT_FILE) : path;
    const folder = dirname(envelopePath);
    const bytes = read(envelopePath);
    const publicKey = keyPath === undefined ? undefined : readPublicKey(new TextDecoder().decode(read(keyPath)));
    const evidence = evidenceIn(folder);
    const found = verifyStatement({
      envelope: parseEnvelope(bytes, STATEMENT_FILE),
      readFile: (name) =>
        name.startsWith('evidence/') && evidence !== undefined
          ? evidence.read(name.slice('evidence/'.length))
          : read(join(folder, name)),
      ...(publicKey === undefined ? {} : { publicKey }),
      ...(evidence === undefined ? {} : { evidence }),
    });
    const stamp = timestampIn(folder, bytes);
    for (const line of [...found.lines, ...stamp.lines]) print(line[language]);
    if (found.holds && stamp.holds) return EXIT.held;
    const isBroken = !stamp.holds || found.signature === 'invalid' || found.signature === 'other-key';
    return isBroken || found.faults.length > 0 || found.contradicts ? EXIT.breach : EXIT.inconclusive;
  } catch (error) {
    if (!(error instanceof RefusedEvidence || error instanceof RefusedKey)) throw error;
    complain(`verify: ${error.text[language]}`);
    return EXIT.configuration;
  }
}

function evidenceIn(folder: string): EvidenceFiles | undefined {
  const inFolder = join(folder, 'evidence');
  if (existsSync(inFolder)) return filesOfFolder(inFolder);
  const archive = join(folder, 'evidence.zip');
  return existsSync(archive) ? openEvidence(archive).files : undefined;
}

/** A timestamp may be there or not; one that is there must be over this statement. */
function timestampIn(
  folder: string,
  envelope: Uint8Array,
): { readonly holds: boolean; readonly lines: readonly Text[] } {
  const path = join(folder, TIMESTAMP_FILE);
  if (!existsSync(path)) return { holds: true, lines: [] };
  try {
    const { time, policy } = readTimestamp(readFileSync(path), envelope);
    return {
      holds: true,
      lines: [
        {
          en: `${TIMESTAMP_FILE} says that the statement existed on ${time} (policy ${policy}). The authority’s own signature is checked with its certificate: openssl ts -verify -data ${STATEMENT_FILE} -in ${TIMESTAMP_FILE} -CAfile CA.pem`,
          fr: `${TIMESTAMP_FILE} indique que la déclaration existait le ${time} (politique ${policy}). La signature de l’autorité se vérifie avec son certificat\u00a0: openssl ts -verify -data ${STATEMENT_FILE} -in ${TIMESTAMP_FILE} -CAfile CA.pem`,
        },
      ],
    };
  } catch (error) {
    if (!(error instanceof RefusedTimestamp)) throw error;
    return { holds: false, lines: [error.text] };
  }
}

function read(path: string): Uint8Array {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return readFileSync(path);
  throw new RefusedEvidence({ en: `${path} is missing`, fr: `${path} manque` });
}
