import {
  formatBase64url,
  formatPresentRequest,
  PRESENT_REQUEST_MAX_CHARACTERS,
  PresentRequestFault,
  parseBase64url,
  parsePresentRequest,
  readUtf8,
  writeSiteChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
const name = fc.tuple(label, label).map((labels) => labels.join('.'));
const port = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1024, max: 65_535 }).map((number) => `:${number}`),
);

async function challengeOf(threshold: number, mode = 1): Promise<string> {
  const challenge = { mode, threshold, issuedAt: 1_795_255_200, preHash: new Uint8Array(32) };
  return formatBase64url(await writeSiteChallenge(challenge, 'https://a.example/', new Uint8Array(32)));
}

describe('a present request', () => {
  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(name, port, name, fc.integer({ min: 1, max: 120 }), async (host, at, issuer, threshold) => {
        const origin = `https://${host}${at}`;
        const request = { redeem: `${origin}/_age/redeem`, issuer, threshold, challenge: await challengeOf(threshold) };
        const read = parsePresentRequest(formatPresentRequest(request));
        expect(read).toMatchObject({ ...request, origin, siteChallenge: { mode: 1, threshold } });
      }),
    );
  });

  it('has one spelling: whatever is read is written as it was', async () => {
    const request = {
      redeem: 'https://a.example/',
      issuer: 'b.example',
      threshold: 18,
      challenge: await challengeOf(18),
    };
    const text = readUtf8(parseBase64url(formatPresentRequest(request)));
    expect(text).toMatch(
      /^\{"v":1,"mode":1,"redeem":"[^"]+","issuer":"[^"]+","threshold":18,"challenge":"[^"]{95}"\}$/,
    );
    const characters = fc.constantFrom(' ', '\t', '\n', '\\', '"', '0', ',', '{', '}', '/', '\u0000', 'a');
    fc.assert(
      fc.property(fc.nat(text.length), characters, (at, character) => {
        const changed = formatBase64url(writeUtf8(text.slice(0, at) + character + text.slice(at)));
        let read: ReturnType<typeof parsePresentRequest>;
        try {
          read = parsePresentRequest(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(PresentRequestFault);
          return;
        }
        expect(formatPresentRequest(read)).toBe(changed);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with a part’s name, and never with what stood there', () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.json().map((text) => formatBase64url(writeUtf8(text))),
      fc.uint8Array({ maxLength: 100 }).map(formatBase64url),
      fc.nat(3000).map((length) => formatBase64url(writeUtf8('['.repeat(length)))),
    );
    fc.assert(
      fc.property(anything, (fragment) => {
        try {
          parsePresentRequest(fragment);
          expect.fail('was read');
        } catch (error) {
          expect(error).toBeInstanceOf(PresentRequestFault);
          expect(String(error)).toMatch(/^PresentRequestFault: not a request: [a-z]+$/);
        }
      }),
      { numRuns: 500 },
    );
    expect(PRESENT_REQUEST_MAX_CHARACTERS).toBe(2048);
  });
});
