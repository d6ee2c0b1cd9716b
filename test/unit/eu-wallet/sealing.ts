import {
  createIsoMdocRequest,
  type IsoMdocRequest,
  type KeptIsoMdocRequest,
  type ZkSystemSpec,
} from '@bauta/sdk/eu-wallet';
import { type Bytes, type Json, parseBase64url } from '@bauta/sdk/protocol';
import { asMap, decodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { issue } from '../../../services/phone/attestation.ts';
import { sealResponse, transcriptOf } from '../../../services/phone/iso-mdoc.ts';
import { type DeviceResponse, encodeDeviceResponse, signDeviceResponse } from '../../../services/phone/present.ts';
import { deviceKeys, NOW, pki, type Show } from './holder.ts';

/** The site that asks in these tests. */
export const ORIGIN = 'https://attester.example';

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** A request for 18, and what is kept of it. */
export function ask(
  zk: readonly ZkSystemSpec[] = [],
  threshold = 18,
): Promise<{ readonly request: IsoMdocRequest; readonly kept: KeptIsoMdocRequest }> {
  return createIsoMdocRequest({ zk, threshold }, random);
}

/** The recipient key of a request, as a point. */
function recipientOf({ encryptionInfo }: IsoMdocRequest['data']): Bytes {
  const [, info] = decodeCbor(parseBase64url(encryptionInfo)) as [string, unknown];
  const key = asMap(asMap(info).get('recipientPublicKey'));
  return Uint8Array.from([4, ...(key.get(-2) as Bytes), ...(key.get(-3) as Bytes)]);
}

/** Seals any response to a request, at any origin. */
export async function sealTo(request: IsoMdocRequest, response: Bytes, origin = ORIGIN): Promise<Json> {
  const transcript = await transcriptOf(request.data.encryptionInfo, origin);
  return {
    protocol: 'org-iso-mdoc',
    data: { response: await sealResponse(response, recipientOf(request.data), transcript) },
  };
}

/** The response of a wallet of ours to a request, good unless told otherwise, not sealed yet. */
export async function respond(
  request: IsoMdocRequest,
  options: Pick<Show, 'issue' | 'provider' | 'alter'> & { readonly origin?: string } = {},
): Promise<Bytes> {
  const provider = options.provider ?? pki.attestationProvider;
  const attestation = await issue(provider, { now: NOW, deviceKey: deviceKeys.publicKey, ...options.issue });
  const transcript = await transcriptOf(request.data.encryptionInfo, options.origin ?? ORIGIN);
  const answer: DeviceResponse = await signDeviceResponse(
    { attestation, deviceKey: deviceKeys.privateKey },
    transcript,
  );
  options.alter?.(answer);
  return encodeDeviceResponse(answer);
}
