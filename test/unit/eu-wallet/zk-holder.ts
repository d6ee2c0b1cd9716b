import { LONGFELLOW_V6, type ZkStatement, type ZkSystemSpec, type ZkVerifier } from '@bauta/sdk/eu-wallet';
import type { Bytes } from '@bauta/sdk/protocol';
import { PROOF_OF_AGE } from '../../../services/phone/attestation.ts';
import { dateTime, embed, encodeCbor } from '../../../services/phone/cbor.ts';
import { NOW, pki } from './holder.ts';

/** Not a proof: none can be made here. The verifiers of these tests are stand-ins that look at nothing else. */
export const PROOF: Bytes = new Uint8Array(2000).fill(0x5a);

export const [ONE_ATTRIBUTE, TWO_ATTRIBUTES] = LONGFELLOW_V6 as [ZkSystemSpec, ZkSystemSpec];

/** What is out of the ordinary about a zero-knowledge answer. */
export interface ZkShow {
  readonly data?: (data: Map<string, unknown>) => void;
  readonly response?: (response: Map<string, unknown>) => void;
}

/** The members of `documentData` in the official example's order. */
function documentData(): Map<string, unknown> {
  const item = new Map<string, unknown>([
    ['elementIdentifier', 'age_over_18'],
    ['elementValue', true],
  ]);
  return new Map<string, unknown>([
    ['zkSystemId', ONE_ATTRIBUTE.id],
    ['docType', PROOF_OF_AGE],
    ['timestamp', dateTime(NOW)],
    ['issuerSigned', new Map([[PROOF_OF_AGE, [item]]])],
    ['deviceSigned', new Map()],
    ['msoX5chain', pki.attestationProvider.certificate],
  ]);
}

/** A `DeviceResponse` with one zero-knowledge document, in order but for the proof itself. */
export function showZk({ data: changeData, response: changeResponse }: ZkShow = {}): Bytes {
  const data = documentData();
  changeData?.(data);
  const response = new Map<string, unknown>([
    ['version', '1.0'],
    [
      'zkDocuments',
      [
        new Map<string, unknown>([
          ['documentData', embed(data)],
          ['proof', PROOF],
        ]),
      ],
    ],
    ['status', 0],
  ]);
  changeResponse?.(response);
  return encodeCbor(response);
}

/** A verifier that says `verdict` to everything, and what it was asked. */
export function verifierSaying(verdict: unknown): { readonly verifier: ZkVerifier; readonly asked: ZkStatement[] } {
  const asked: ZkStatement[] = [];
  const verify = async (statement: ZkStatement) => {
    asked.push(statement);
    return verdict as boolean;
  };
  return { verifier: { verify }, asked };
}
