import { type Certificate, parseCertificate } from '@bauta/sdk/eu-wallet';
import { formatHex } from '@bauta/sdk/protocol';
import type { Provider, Service } from './parse-list.ts';

/** What a service has to be, without scheme. The later ones are of 2025. */
const PROOF_OF_AGE: readonly string[] = [
  'trust.tech.ec.europa.eu/lists/age-verification/service-type/paa',
  'ec.europa.eu/tools/lotl/av/TrstSvc/Svctype/PAA',
  'ec.europa.eu/tools/lotl/av/TrstSvc/TrustedList/Svctype/PAA',
];
const RECOGNIZED: readonly string[] = [
  'trust.tech.ec.europa.eu/lists/age-verification/service-status/recognized',
  'ec.europa.eu/tools/lotl/av/TrstSvc/TrustedList/Svcstatus/recognized',
];
/** Characters of a name in the output at most. */
const NAME_MAX = 160;

/** A certificate that a list makes good, and what an operator reads of it. */
export interface ChosenCertificate {
  readonly name: string;
  /** Base64 of DER. */
  readonly der: string;
}

/** What of a list counts. */
export interface Chosen {
  readonly certificates: readonly ChosenCertificate[];
  /** Certificates that cannot be read: nothing can be signed under them. */
  readonly unreadable: number;
  /** Certificates that hold a key under which no proof of age is taken, of RSA for instance. */
  readonly mute: number;
}

/** Whether proofs of age of this service are good. */
export function isRecognized({ type, status }: Service): boolean {
  return PROOF_OF_AGE.includes(type) && RECOGNIZED.includes(status);
}

/** The certificates of the recognised services for proofs of age, each once. */
export function chooseCertificates(providers: readonly Provider[]): Chosen {
  const chosen = new Map<string, ChosenCertificate>();
  let unreadable = 0;
  let mute = 0;
  for (const { name, country, services } of providers) {
    for (const service of services.filter(isRecognized)) {
      for (const base64 of service.certificates) {
        const certificate = readCertificate(base64);
        if (certificate === undefined) unreadable++;
        else if (!chosen.has(formatHex(certificate.der))) {
          if (certificate.publicKey === null) mute++;
          const der = Buffer.from(certificate.der).toString('base64');
          chosen.set(formatHex(certificate.der), { name: nameOf(country, name, service.name), der });
        }
      }
    }
  }
  return { certificates: [...chosen.values()], ...{ unreadable, mute } };
}

function readCertificate(base64: string): Certificate | undefined {
  const text = base64.replace(/[ \t\r\n]+/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    return parseCertificate(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}

/** On one line, with nothing that a terminal obeys. */
function nameOf(...parts: readonly string[]): string {
  const [country, ...names] = parts.map((part) => part.replace(/[\p{C}\s]+/gu, ' ').trim());
  return [...`${country}: ${names.join(', ')}`].slice(0, NAME_MAX).join('');
}
