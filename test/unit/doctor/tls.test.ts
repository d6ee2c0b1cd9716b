import { webcrypto } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTls } from '../../../sdk/doctor/checks/tls.ts';
import { type Answer, createNetwork, type Network, Unreachable } from '../../../sdk/doctor/network.ts';
import type { Site } from '../../../sdk/doctor/site.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;
const now = (): number => Math.floor(Date.now() / 1000);

x509.cryptoProvider.set(webcrypto as never);
const pem = async (key: webcrypto.CryptoKey): Promise<string> =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')}\n-----END PRIVATE KEY-----\n`;

let authority: { readonly certificate: x509.X509Certificate; readonly keys: webcrypto.CryptoKeyPair };
const servers: Server[] = [];
beforeAll(async () => {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    keys: keys as never,
    signingAlgorithm: ALGORITHM,
    notAfter: new Date(Date.now() + 400 * DAY),
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  authority = { certificate, keys };
});
afterAll(() => {
  for (const server of servers) server.close();
});

/** A server with a certificate of the authority. @param days from now until its end */
async function serveWith(name: string, days: number): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey as never,
    signingKey: authority.keys.privateKey as never,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 30 * DAY),
    notAfter: new Date(Date.now() + days * DAY),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const server = createServer({ key: await pem(keys.privateKey), cert: certificate.toString('pem') }, (_, answer) =>
    answer.end('hello'),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

async function judge(origin: string, ca = authority.certificate.toString('pem')): Promise<readonly string[]> {
  const network = createNetwork({ now: Date.now, ca });
  const page = await network({ origin, path: '/' });
  const found = await checkTls({ origin, page } as Site, network, now());
  return found.map(({ verdict, sentence }) => `${verdict} ${sentence}`);
}

describe('a certificate', () => {
  it.each([
    [89.5, 'ok The certificate is good for 89 days.'],
    [13.5, 'look The certificate ends in 13 days.'],
    [3.5, 'fault The certificate ends in 3 days.'],
    [-1, 'fault The certificate has expired (CERT_HAS_EXPIRED).'],
  ])('of %d days', async (days, sentence) => {
    expect(await judge(await serveWith('localhost', days))).toEqual([sentence]);
  });

  it('of another name', async () => {
    expect(await judge(await serveWith('site.example', 90))).toEqual([
      'fault The certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID).',
    ]);
  });

  it('of an authority that nobody knows', async () => {
    const [found] = await judge(await serveWith('localhost', 90), '');
    expect(found).toMatch(/^fault The certificate (leads to an authority|comes without|is not to be trusted)/);
  });
});

const answer = (status: number, headers: Answer['headers']): Answer => ({
  status,
  headers,
  cookies: [],
  body: '',
  at: now(),
  certificate: undefined,
});
const page = { ...answer(403, {}), certificate: { fault: undefined, expires: now() + 90 * 86_400 } };

describe('http', () => {
  it.each([
    [301, { location: 'https://site.example/' }, 'ok http leads to https.'],
    [308, { location: 'https://site.example/' }, 'ok http leads to https.'],
    [301, { location: 'http://site.example/home' }, 'fault http answers 301 and does not lead to https.'],
    [200, {}, 'fault http answers 200 and does not lead to https.'],
  ])('that answers %d %j', async (status, headers, sentence) => {
    const network: Network = async () => answer(status, headers);
    const found = await checkTls({ origin: 'https://site.example', page } as unknown as Site, network, now());
    expect(found.map((one) => `${one.verdict} ${one.sentence}`)).toContain(sentence);
  });

  it('that nobody answers is fine', async () => {
    const network: Network = () => Promise.reject(new Unreachable('nothing listens there'));
    const found = await checkTls({ origin: 'https://site.example', page } as unknown as Site, network, now());
    expect(found.map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
  });

  it('is a fault anywhere but on this machine', async () => {
    const found = await checkTls(
      { origin: 'http://site.example', page } as unknown as Site,
      (() => {}) as never,
      now(),
    );
    expect(found.map(({ verdict }) => verdict)).toEqual(['fault']);
  });
});
