import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../sdk/eu-wallet/certificate.ts';
import { findListed, parseTrustedList } from '../../../sdk/eu-wallet/trusted-list.ts';
import { isRecognized } from '../../../services/trusted-list/choose-certificates.ts';
import { checkCurrent, openList } from '../../../services/trusted-list/open-list.ts';
import { parseList } from '../../../services/trusted-list/parse-list.ts';
import { checkSigners, parseSigners } from '../../../services/trusted-list/pinned-signer.ts';
import { verifyXades } from '../../../services/trusted-list/verify-xades.ts';
import { official } from '../eu-wallet/figures.ts';
import { figures, hasLists, pemOf, readListFile } from './figures.ts';
import { createListSigner, NOW } from './signed-list.ts';

const { acceptance, example2025 } = figures;
const signers = parseSigners(pemOf(acceptance));

describe('the signer of the acceptance list', () => {
  it('is one for tests, which production does not believe', () => {
    expect(signers[0]?.subject).toContain('CN=TEST European Commission');
    expect(checkSigners(signers, { production: false })).toBe(signers);
    expect(() => checkSigners(signers, { production: true })).toThrow('certificate 1 is for tests');
  });
});

describe.skipIf(!hasLists)('the acceptance list, number 17 (needs ../shared/fixtures/eu)', () => {
  const xml = hasLists ? readListFile('av-tl-acceptance-seq17.xml') : '';
  const open = (text = xml, production = false) => openList(text, { signers, production });

  it('is the one that the figures are of', () => {
    expect(createHash('sha256').update(xml).digest('hex')).toBe(acceptance.sha256);
  });

  it('is good, and says what it says', () => {
    const list = open();
    const services = list.providers.flatMap((provider) => provider.services);
    expect({
      sequence: list.sequence,
      issued: new Date(list.issued * 1000).toISOString().replace('.000', ''),
      nextUpdate: new Date(list.nextUpdate * 1000).toISOString().replace('.000', ''),
      environment: list.environment,
      providers: list.providers.length,
      services: services.length,
      recognized: services.filter(isRecognized).length,
      countries: list.providers.map(({ country }) => country).join(),
      certificates: list.list.certificates.length,
      unreadable: list.unreadable,
      mute: list.mute,
    }).toEqual({
      sequence: acceptance.sequence,
      issued: acceptance.issued,
      nextUpdate: acceptance.nextUpdate,
      environment: 'acceptance',
      providers: acceptance.providers,
      services: acceptance.services,
      recognized: acceptance.recognized,
      countries: 'IE,IS,IT,ES,FR,DK,AT',
      // The service that is no longer recognised is the one whose key is of RSA.
      certificates: 11,
      unreadable: 0,
      mute: 0,
    });
    expect(() => checkCurrent(list, NOW)).not.toThrow();
    expect(() => checkCurrent(list, list.nextUpdate)).toThrow('the time of the list is over');
  });

  it('makes the signer of the official example good, and not those whom it takes back', async () => {
    const { json, providers } = open();
    const list = parseTrustedList(json, { production: false });
    const certificate = (base64: string) => parseCertificate(Buffer.from(base64, 'base64'));
    expect(await findListed(certificate(official.signerCertificate), list, NOW)).not.toBeNull();
    const gone = providers.flatMap(({ services }) => services).filter((service) => !isRecognized(service));
    expect(gone).toHaveLength(1);
    const [base64 = ''] = gone[0]?.certificates ?? [];
    expect(await findListed(certificate(base64), list, NOW)).toBeNull();
  });

  it('is not for production, neither as XML nor as JSON', () => {
    expect(() => open(xml, true)).toThrow('for acceptance: production must not believe it');
    expect(() => parseTrustedList(open().json, { production: true })).toThrow('for acceptance');
  });

  it('is not good when it was signed by anybody else', async () => {
    const other = parseSigners((await createListSigner()).pem);
    expect(() => openList(xml, { signers: other, production: false })).toThrow('the signer is not pinned');
  });

  it('is not good with one byte changed, at 320 places', () => {
    const bytes = Buffer.from(xml);
    const { text } = verifyXades(xml, signers);
    // Two parts that nobody signs: the value of the signature comes before them, and is one of the places.
    const unsigned = [bytes.indexOf('<ds:KeyInfo>'), bytes.indexOf('</ds:KeyInfo>')] as const;
    let refused = 0;
    for (let i = 0; i < 320; i++) {
      const at = 60 + Math.floor((i * (bytes.length - 61)) / 320);
      if (at >= unsigned[0] && at <= unsigned[1]) continue;
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] as number) ^ 0x01;
      let outcome = 'refused';
      try {
        outcome = verifyXades(altered.toString('utf8'), signers).text === text ? 'the same' : 'another';
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        refused++;
      }
      expect([at, outcome]).toEqual([at, 'refused']);
    }
    expect(refused).toBeGreaterThan(290);
  }, 60_000);
});

describe.skipIf(!hasLists)('the example of 2025 (needs ../shared/fixtures/eu)', () => {
  const xml = hasLists ? readListFile('av-etsi-trusted-list-example-2025-07-noTSP.xml') : '';

  it('has the older names, no provider, and is over', () => {
    const list = parseList(xml);
    const { sequence, providers, nextUpdate } = list;
    expect([sequence, providers, new Date(nextUpdate * 1000).toISOString()]).toEqual([
      example2025.sequence,
      [],
      example2025.nextUpdate.replace('Z', '.000Z'),
    ]);
    expect(nextUpdate).toBeLessThan(NOW);
  });

  it('was written anew after it was signed: the signature holds, and is over another text', () => {
    expect(() => verifyXades(xml, parseSigners(pemOf(example2025)))).toThrow('not what was signed');
    expect(() => verifyXades(xml, signers)).toThrow('the signer is not pinned');
  });
});
