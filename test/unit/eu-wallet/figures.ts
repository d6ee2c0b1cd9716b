import { readFileSync } from 'node:fs';
import { parseTrustedList, type TrustedList } from '@bauta/sdk/eu-wallet';
import { AgeError, type Bytes, type ErrorCode, parseHex } from '@bauta/sdk/protocol';

/** The exchange printed in the EU age verification profile. */
export interface OfficialExample {
  readonly responseUri: string;
  readonly clientId: string;
  readonly presentationNonce: string;
  readonly state: string;
  readonly dcqlQuery: unknown;
  readonly vpToken: string;
  readonly sessionTranscript: string;
  readonly signerCertificate: string;
  readonly now: number;
}

/** A proof of age that a real issuer and device made. */
export interface RealExample {
  readonly index: number;
  readonly now: number;
  readonly sessionTranscript: Bytes;
  readonly deviceResponse: Bytes;
  readonly trustedList: TrustedList;
}

/** One of the two exchanges over the Digital Credentials API printed in the EU age verification profile. */
export interface DigitalExample {
  /** As sent, base64url of CBOR. */
  readonly deviceRequest: string;
  readonly encryptionInfo: string;
  /** Hexadecimal. */
  readonly sessionTranscript: string;
}

/** Both of them: answered in clear, and in zero knowledge, where the proof itself is left out. */
export interface DigitalExamples {
  readonly origin: string;
  /** base64 of DER. */
  readonly signerCertificate: string;
  readonly plain: DigitalExample & { readonly deviceResponse: string; readonly now: number };
  readonly zk: DigitalExample & {
    readonly documentData: {
      readonly zkSystemId: string;
      readonly docType: string;
      readonly timestamp: string;
      readonly issuerSigned: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
    };
  };
}

interface WrittenExample {
  readonly index: number;
  readonly now: number;
  readonly sessionTranscript: string;
  readonly deviceResponse: string;
  readonly signerCertificate: string;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));

export const official: OfficialExample = read('eu-wallet-official.json');

export const digital: DigitalExamples = read('eu-wallet-digital.json');

export const realExamples: readonly RealExample[] = (read('eu-wallet-real.json').examples as WrittenExample[]).map(
  ({ index, now, sessionTranscript, deviceResponse, signerCertificate }) => ({
    index,
    now,
    sessionTranscript: parseHex(sessionTranscript),
    deviceResponse: parseHex(deviceResponse),
    trustedList: listOf(signerCertificate),
  }),
);

/** A trusted list of these certificates, base64 of DER each. */
export function listOf(...certificates: string[]): TrustedList {
  const entries = certificates.map((der, index) => ({ name: `certificate ${index}`, der }));
  return parseTrustedList(JSON.stringify({ certificates: entries }), { production: false });
}

/** The code of the refusal that `attempt` ends in, or `accepted`. Anything else than a refusal passes through. */
export async function outcomeOf(attempt: () => unknown): Promise<ErrorCode | 'accepted'> {
  try {
    await attempt();
    return 'accepted';
  } catch (error) {
    if (error instanceof AgeError) return error.code;
    throw error;
  }
}

/** Every copy of `bytes` with one byte changed, in each of three ways. */
export function* withOneByteChanged(bytes: Bytes): Generator<[change: string, altered: Bytes]> {
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const altered = bytes.slice();
      altered[at] = (altered[at] as number) ^ flip;
      yield [`byte ${at} ^ ${flip}`, altered];
    }
  }
}
