import { type KeyObject, sign, verify } from 'node:crypto';
import { formatJson } from '../../evidence/evidence-files.ts';
import { RefusedEvidence } from '../../evidence/refused-evidence.ts';
import { arrayOf, object, optional, readShape, text } from '../../evidence/shape.ts';
import { keyIdOf } from './signing-key.ts';

/** DSSE v1 envelope: a payload with signatures over it and its type. */
export interface Envelope {
  readonly payloadType: string;
  /** base64 */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[];
}

const ENVELOPE = object({
  payloadType: text,
  payload: text,
  signatures: arrayOf(object({ keyid: optional(text), sig: text })),
});

/** `"DSSEv1" SP LEN(type) SP type SP LEN(body) SP body`, lengths in bytes, decimal (DSSE v1, PAE). */
export function preAuthEncode(type: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);
}

export function signEnvelope(payloadType: string, payload: Uint8Array, privateKey: KeyObject): Envelope {
  const sig = sign(null, preAuthEncode(payloadType, payload), privateKey).toString('base64');
  const body = Buffer.from(payload).toString('base64');
  return { payloadType, payload: body, signatures: [{ keyid: keyIdOf(privateKey), sig }] };
}

/** `other-key`: none of its signatures is of this key. `invalid`: one says that it is, and is not. */
export type SignatureState = 'valid' | 'invalid' | 'other-key' | 'unsigned';

export function checkEnvelope(envelope: Envelope, publicKey: KeyObject): SignatureState {
  if (envelope.signatures.length === 0) return 'unsigned';
  const signed = preAuthEncode(envelope.payloadType, payloadOf(envelope));
  const isBy = ({ sig }: Envelope['signatures'][number]) => verify(null, signed, publicKey, decode(sig));
  // A key id is a hint (DSSE v1): what counts is whether the signature is by the key.
  if (envelope.signatures.some(isBy)) return 'valid';
  const own = keyIdOf(publicKey);
  return envelope.signatures.some(({ keyid }) => keyid === undefined || keyid === own) ? 'invalid' : 'other-key';
}

export const formatEnvelope = (envelope: Envelope): string => formatJson(envelope);

/** @throws RefusedEvidence */
export function parseEnvelope(bytes: Uint8Array, file: string): Envelope {
  const envelope = readShape<Envelope>(ENVELOPE, bytes, file);
  payloadOf(envelope);
  for (const { sig } of envelope.signatures) decode(sig);
  return envelope;
}

export const payloadOf = ({ payload }: Envelope): Uint8Array => decode(payload);

/** Standard base64, one spelling. */
function decode(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') === base64) return bytes;
  throw new RefusedEvidence({
    en: 'the envelope holds no proper base64',
    fr: 'l’enveloppe ne contient pas du base64 exact',
  });
}
