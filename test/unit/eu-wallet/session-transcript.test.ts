import { readFileSync } from 'node:fs';
import { isoMdocTranscript, openId4VpDigitalTranscript, openId4VpTranscript } from '@bauta/sdk/eu-wallet';
import { formatHex, parseHex } from '@bauta/sdk/protocol';
import { SessionTranscript } from '@owf/mdoc';
import { describe, expect, it } from 'vitest';
import { digital } from './figures.ts';

const { transcripts } = JSON.parse(
  readFileSync(new URL('../../vectors/eu-wallet-sessions.json', import.meta.url), 'utf8'),
) as { transcripts: (Record<string, string> & { kind: keyof typeof KINDS })[] };

const thumbprintOf = (vector: Record<string, string>) => parseHex(vector.jwkThumbprint as string);

/** How each kind of published transcript is computed here. */
const KINDS = {
  openid4vp: ({ clientId = '', nonce = '', responseUri = '', ...rest }: Record<string, string>) =>
    openId4VpTranscript({ clientId, presentationNonce: nonce, responseUri, jwkThumbprint: thumbprintOf(rest) }),
  'openid4vp-digital': ({ origin = '', nonce = '', ...rest }: Record<string, string>) =>
    openId4VpDigitalTranscript({ origin, presentationNonce: nonce, jwkThumbprint: thumbprintOf(rest) }),
  'iso-mdoc': ({ encryptionInfo = '', origin = '' }: Record<string, string>) =>
    isoMdocTranscript(encryptionInfo, origin),
};

describe('session transcripts, byte for byte', () => {
  it.each(transcripts.map((vector) => [vector.source, vector] as const))('%s', async (_source, vector) => {
    expect(formatHex(await KINDS[vector.kind](vector))).toBe(vector.sessionTranscript);
  });

  it.each(['plain', 'zk'] as const)('the EU profile over the Digital Credentials API, %s', async (kind) => {
    const { encryptionInfo, sessionTranscript } = digital[kind];
    expect(formatHex(await isoMdocTranscript(encryptionInfo, digital.origin))).toBe(sessionTranscript);
  });

  it('another origin, or a request of its own, gives another transcript', async () => {
    const { encryptionInfo, sessionTranscript } = digital.plain;
    for (const [info, origin] of [
      [encryptionInfo, 'https://verifier.ageverification.dev/'],
      [encryptionInfo, 'http://verifier.ageverification.dev'],
      [digital.zk.encryptionInfo, digital.origin],
    ] as const) {
      expect(formatHex(await isoMdocTranscript(info, origin))).not.toBe(sessionTranscript);
    }
  });

  it('without a thumbprint, null stands in its place; one of another length is a mistake', async () => {
    const handover = { origin: 'https://site.example', presentationNonce: 'n' };
    const context = {
      crypto: {
        digest: async ({ bytes }: { bytes: Uint8Array }) =>
          new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))),
      },
    } as unknown as Parameters<typeof SessionTranscript.forOid4VpDcApi>[1];
    const theirs = await SessionTranscript.forOid4VpDcApi({ origin: handover.origin, nonce: 'n' }, context);
    expect(formatHex(await openId4VpDigitalTranscript(handover))).toBe(formatHex(theirs.encode()));
    const short = { ...handover, jwkThumbprint: new Uint8Array(31) };
    expect(() => openId4VpDigitalTranscript(short)).toThrow(TypeError);
  });
});
