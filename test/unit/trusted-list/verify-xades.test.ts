import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSigners } from '../../../services/trusted-list/pinned-signer.ts';
import { verifyXades } from '../../../services/trusted-list/verify-xades.ts';
import {
  CANONICAL,
  createListSigner,
  createProvider,
  ENVELOPED,
  insert,
  provider,
  signatureOf,
  signList,
  writeList,
} from './signed-list.ts';

const signer = await createListSigner();
const other = await createListSigner();
const LIST = writeList({ providers: provider({ certificates: [await createProvider('one')] }) });
const GOOD = signList(LIST, signer);
const signers = parseSigners(signer.pem);

/** The signed text, or why there is none. Anything but a TypeError passes through. */
function judge(xml: string, by = signers): string {
  try {
    return verifyXades(xml, by).text;
  } catch (error) {
    if (error instanceof TypeError) return `refused: ${error.message}`;
    throw error;
  }
}

describe('the signature of a list', () => {
  it('gives back what was signed, and who signed it', () => {
    const { text, signer: by } = verifyXades(GOOD, parseSigners(other.pem + signer.pem));
    expect(text).toBe(LIST);
    expect(Buffer.from(by.der)).toEqual(signer.der);
  });

  it.each(['p-256', 'p-384'] as const)('may be by a key on %s', async (kind) => {
    const ec = await createListSigner(kind);
    for (const digest of ['256', '384', '512']) {
      const method = `http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha${digest}`;
      expect(judge(signList(LIST, ec, { method }), parseSigners(ec.pem))).toBe(LIST);
    }
  });

  it.each(['256', '384', '512'])('may be by RSA with SHA-%s', (digest) => {
    expect(judge(signList(LIST, signer, { method: `http://www.w3.org/2001/04/xmldsig-more#rsa-sha${digest}` }))).toBe(
      LIST,
    );
  });

  it('may take itself away with XPath Filter 2.0, and may name the root by its id', () => {
    const filter = (text: string, kind = 'subtract') =>
      '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">' +
      `<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="${kind}">${text}</f:XPath></ds:Transform>`;
    const by = (transform: string) => judge(signList(LIST, signer, { transforms: transform + CANONICAL }));
    expect(by(filter('/descendant::ds:Signature'))).toBe(LIST);
    expect(by(filter('/descendant::*'))).toMatch('over something else');
    expect(by(filter('/descendant::ds:Signature', 'intersect'))).toMatch('over something else');
    const named = writeList({}, ' Id="list"');
    expect(judge(signList(named, signer, { uri: '#list' }))).toBe(named);
    expect(judge(signList(named, signer, { uri: '#signature' }))).toMatch('not the whole was signed');
  });

  it('says the same whatever does not change what is written', () => {
    const changed = GOOD.replace('<Name xml:lang="en">A service', "<Name\n  xml:lang = 'en' >A <!-- bad -->service")
      .replace('<TSLSequenceNumber>3<', '<TSLSequenceNumber><![CDATA[3]]><')
      .replace('A provider', '&#65; provider')
      .replace(/\n/g, '\r\n')
      .replace('<?xml version="1.0" encoding="UTF-8" standalone="no"?>', '\ufeff');
    expect(changed).not.toBe(GOOD);
    expect(judge(changed)).toBe(LIST);
  });

  it('does not hold when one byte of anything signed is another', () => {
    const bytes = Buffer.from(GOOD);
    const outcomes = { refused: 0, same: 0 };
    const keyInfo = [GOOD.indexOf('<ds:KeyInfo>'), GOOD.indexOf('</ds:KeyInfo>')] as const;
    for (let i = 0; i < 400; i++) {
      const at = Math.floor((i * bytes.length) / 400);
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] as number) ^ (i % 2 ? 0x01 : 0x04);
      const outcome = judge(altered.toString('latin1'));
      if (outcome === LIST) {
        expect(at < GOOD.indexOf('<Trust') || (at > keyInfo[0] && at < keyInfo[1])).toBe(true);
        outcomes.same++;
      } else {
        expect(outcome).toMatch(/^refused: /);
        outcomes.refused++;
      }
    }
    // What is not signed may be another: the declaration, and the certificate in KeyInfo, which nobody looks at.
    expect(outcomes.refused).toBeGreaterThan(250);
  });

  it.each([
    ['of somebody who is not pinned', () => signList(LIST, other), 'the signer is not pinned'],
    [
      'of somebody else who names the pinned certificate',
      () => signList(LIST, other, { named: signer.der, keyInfo: signer.der }),
      'the signature does not hold',
    ],
    [
      'that names another certificate than its own',
      () => signList(LIST, signer, { named: other.der }),
      'the signer is not pinned',
    ],
    [
      'with SHA-1',
      () => signList(LIST, signer, { method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      'by an algorithm that does not count',
    ],
    [
      'of HMAC under the certificate',
      () => signList(LIST, signer).replace(/xmldsig-more#rsa-sha512/, 'xmldsig-more#hmac-sha512'),
      'by an algorithm that does not count',
    ],
    [
      'of ECDSA, for a key of RSA',
      () => signList(LIST, signer).replace(/#rsa-sha512/, '#ecdsa-sha512'),
      'by an algorithm that does not count',
    ],
    [
      'whose digest of the list is SHA-1',
      () => signList(LIST, signer, { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      'a digest that does not count',
    ],
    [
      'whose digest of the certificate is SHA-1',
      () => signList(LIST, signer, { certificateDigest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      'a digest that does not count',
    ],
    [
      'in another canonical form',
      () => signList(LIST, signer, { canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }),
      'over something else',
    ],
    [
      'over a list in another canonical form',
      () => signList(LIST, signer, { transforms: ENVELOPED }),
      'over something else',
    ],
    [
      'with a transform too many',
      () => signList(LIST, signer, { transforms: ENVELOPED + CANONICAL + CANONICAL }),
      'over something else',
    ],
    [
      'with a stylesheet',
      () =>
        signList(LIST, signer, {
          transforms: `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform>${CANONICAL}`,
        }),
      'over something else',
    ],
    [
      'that takes away more of its properties',
      () => signList(LIST, signer, { propertiesTransforms: ENVELOPED + CANONICAL }),
      'over something else',
    ],
    ['over a part', () => signList(LIST, signer, { uri: '#part' }), 'not the whole was signed'],
    ['over a file elsewhere', () => signList(LIST, signer, { uri: 'file:///list' }), 'not the whole was signed'],
    [
      'with a third reference',
      () =>
        signList(LIST, signer, {
          references: `<ds:Reference URI="#x"><ds:Transforms>${CANONICAL}</ds:Transforms></ds:Reference>`,
        }),
      'other references',
    ],
    [
      'without its properties',
      () => signList(LIST, signer, { propertiesType: 'http://www.w3.org/2000/09/xmldsig#Object' }),
      'other references',
    ],
    [
      'over other properties',
      () => signList(LIST, signer, { propertiesUri: '#signature' }),
      'other properties were signed',
    ],
    [
      'with the properties of another signature',
      () => signList(LIST, signer, { target: '#other' }),
      'of another signature',
    ],
    ['over another list', () => signList(LIST, signer, { over: writeList() }), 'not what was signed'],
    ['that is none', () => insert(LIST, ''), 'not one signature'],
  ] as const)('is refused %s', (_, make, why) => {
    expect(judge(make())).toMatch(why);
  });

  it.each([
    ['its properties were changed', GOOD.replace('01T12:00:00Z</xades', '02T12:00:00Z</xades'), 'not what was signed'],
    [
      'another one is where nobody signs',
      GOOD.replace('<ds:X509Data>', '<ds:Signature></ds:Signature><ds:X509Data>'),
      'not one signature',
    ],
    [
      'an id stands twice where nobody signs',
      GOOD.replace('<ds:X509Data>', '<ds:X509Data id="properties">'),
      'an id twice',
    ],
  ])('is refused when %s', (_, xml, why) => {
    expect(judge(xml)).toMatch(why);
  });

  it('is judged by the pinned key, whatever KeyInfo holds', () => {
    expect(judge(signList(LIST, signer, { keyInfo: other.der }))).toBe(LIST);
    expect(judge(signList(LIST, signer, { keyInfo: Buffer.from('no certificate') }))).toBe(LIST);
    expect(judge(signList(LIST, signer).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, ''))).toBe(LIST);
  });

  it('may have properties beside it that nobody signed, which say nothing', () => {
    expect(judge(signList(LIST, signer, { beside: '<xades:UnsignedProperties></xades:UnsignedProperties>' }))).toBe(
      LIST,
    );
  });
});

/** A list of the attacker's, and ways to have a good signature stand for it. */
const EVIL = writeList({ sequence: 99, providers: provider({ certificates: ['AAAA'] }) });
const SIGNATURE = signatureOf(LIST, signer);
const inner = (list: string): string => list.replace(/^<\?xml[^>]*>/, '');

describe('a signature that is wrapped', () => {
  const named = writeList({}, ' Id="list"');
  const namedSignature = signatureOf(named, signer, { uri: '#list' });
  const evilNamed = EVIL.replace('TrustServiceStatusList ', 'TrustServiceStatusList Id="list" ');
  it.each([
    ['moved into another list', insert(EVIL, SIGNATURE)],
    ['deeper in another list', EVIL.replace('<SchemeInformation>', `<SchemeInformation>${SIGNATURE}`)],
    ['with the whole good list beside it', insert(EVIL, inner(GOOD))],
    ['with the good list in an Object of it', insert(EVIL, SIGNATURE.replace('<ds:Object>', `<ds:Object>${LIST}`))],
    ['with the good list in KeyInfo', insert(EVIL, SIGNATURE.replace('<ds:KeyInfo>', `<ds:KeyInfo>${LIST}`))],
    [
      'with the good list in a second Object',
      insert(EVIL, SIGNATURE.replace('</ds:Signature>', `<ds:Object>${LIST}</ds:Object></ds:Signature>`)),
    ],
    ['twice, once for each list', insert(insert(EVIL, SIGNATURE), signatureOf(EVIL, other))],
    ['by an id that the bad list has too', insert(evilNamed, insert(named, '') + namedSignature)],
    ['by an id, the good list beside it', insert(EVIL, named + namedSignature)],
    ['around the good list', `<Other>${inner(GOOD)}</Other>`],
    [
      'with a second SignedInfo',
      insert(
        EVIL,
        SIGNATURE.replace(
          '<ds:SignatureValue>',
          `${/<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(signatureOf(EVIL, other))?.[0]}<ds:SignatureValue>`,
        ),
      ),
    ],
    [
      'with second properties of the same id',
      GOOD.replace(
        '</xades:QualifyingProperties>',
        '<xades:SignedProperties Id="properties"/></xades:QualifyingProperties>',
      ),
    ],
    ['with an id twice in the list', signList(writeList({}, ' Id="signature"'), signer)],
    [
      'with a digest of the bad list put into it',
      insert(
        EVIL,
        SIGNATURE.replace(
          /<ds:DigestValue>[^<]*/,
          `<ds:DigestValue>${createHash('sha512').update(EVIL).digest('base64')}`,
        ),
      ),
    ],
    ['in a list that is in another namespace', GOOD.replace('02231/v2#', '02231/v3#')],
  ])('is refused: %s', (_, xml) => {
    expect(judge(xml)).toMatch(/^refused: /);
  });
});

describe('the signers of a list', () => {
  it.each(['rsa-1024', 'p-521'] as const)('may not have a key of %s', async (kind) => {
    const weak = await createListSigner(kind);
    expect(() => parseSigners(weak.pem)).toThrow('certificate 1 holds a key that may not sign lists');
  });

  it.each([
    ['nothing', '', 'not one to 16'],
    ['something else', 'signers', 'not one to 16'],
    ['too many', signer.pem.repeat(17), 'not one to 16'],
    ['a certificate without end', signer.pem.slice(0, 200), 'certificate 1 is not PEM'],
    ['no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'certificate 1 is none'],
  ])('are not %s', (_, pem, why) => {
    expect(() => parseSigners(pem)).toThrow(why);
  });
});
