import type { SignerKind } from './pinned-signer.ts';

/** A digest by the name that node:crypto has for it. */
type Digest = 'sha256' | 'sha384' | 'sha512';

interface SignatureMethod {
  readonly kind: SignerKind;
  readonly digest: Digest;
}

/** Algorithms of a Reference's digest and of a certificate's (XML Encryption §5.8; RFC 9231 §2.1). No other is known. */
export const DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/** Algorithms of the signature (RFC 9231 §2.3). The pinned key decides which of them may come. No other is known. */
export const SIGNATURE_METHODS: ReadonlyMap<string, SignatureMethod> = new Map(
  (['rsa', 'ec'] as const).flatMap((kind) =>
    (['sha256', 'sha384', 'sha512'] as const).map((digest) => [
      `http://www.w3.org/2001/04/xmldsig-more#${kind === 'ec' ? 'ecdsa' : kind}-${digest}`,
      { kind, digest },
    ]),
  ),
);
