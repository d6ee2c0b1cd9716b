import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signFolder } from '../../conformance/commands/sign-folder.ts';
import { verifyReport } from '../../conformance/commands/verify.ts';
import { generateSigningKey } from '../../conformance/report/sign/signing-key.ts';
import { readTimestamp, requestTimestamp, type SendQuery } from '../../conformance/report/sign/timestamp.ts';
import { type SampleFolder, writeSample } from './sample-folder.ts';

const CONFIG = `[tsa]
default_tsa = tsa1
[tsa1]
dir = .
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
certs = ./ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
`;
const ENVELOPE = Buffer.from('{"payload":"e30="}');

let folder: string;
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-tsa-'));
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG);
  writeFileSync(join(folder, 'serial'), '01\n');
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '2',
  );
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA');
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-out',
    'tsa.pem',
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'ext',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What an authority answers to a query. */
function answer(query: Uint8Array): Buffer {
  writeFileSync(join(folder, 'query.tsq'), query);
  openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'answer.tsr');
  return readFileSync(join(folder, 'answer.tsr'));
}
const authority: SendQuery = async (_, { body }) => ({
  status: 200,
  type: 'application/timestamp-reply',
  body: answer(body),
});
const ask = (send: SendQuery) =>
  requestTimestamp({ envelope: ENVELOPE, url: 'https://tsa.test/', send, random: randomBytes });

describe('a timestamp', () => {
  it('is got from an authority, and holds by OpenSSL', async () => {
    const queries: Uint8Array[] = [];
    const stamp = await ask(async (url, query) => {
      expect([url, query.type]).toEqual(['https://tsa.test/', 'application/timestamp-query']);
      queries.push(query.body);
      return authority(url, query);
    });
    writeFileSync(join(folder, 'query.tsq'), queries[0] as Uint8Array);
    const read = openssl('ts', '-query', '-in', 'query.tsq', '-text').toString();
    expect(read).toMatch(/Hash Algorithm: sha256/);
    expect(read).toMatch(/Certificate required: yes/);
    writeFileSync(join(folder, 'stamp.tsr'), stamp);
    writeFileSync(join(folder, 'data'), ENVELOPE);
    expect(openssl('ts', '-verify', '-data', 'data', '-in', 'stamp.tsr', '-CAfile', 'ca.pem').toString()).toContain(
      'Verification: OK',
    );
    const { time, policy, serial } = readTimestamp(stamp, ENVELOPE);
    expect(policy).toBe('1.2.3.4.1');
    expect(serial).toMatch(/^[0-9a-f]+$/);
    expect(openssl('ts', '-reply', '-in', 'stamp.tsr', '-text').toString()).toContain(
      `${new Date(time).toUTCString().slice(17, 25)} ${time.slice(0, 4)} GMT`,
    );
  });

  it.each([
    ['of other bytes', async () => answer(queryFor('other'))],
    ['of an earlier question', async () => answer(queryFor(ENVELOPE.toString()))],
    ['that is none', async () => Buffer.from('no timestamp')],
    ['cut short', async (body: Uint8Array) => answer(body).subarray(0, 200)],
    ['of endless length', async () => Buffer.alloc(70_000, 0x30)],
  ])('is refused %s', async (_, give) => {
    const send: SendQuery = async (__, { body }) => ({
      status: 200,
      type: 'application/timestamp-reply',
      body: await give(body),
    });
    await expect(ask(send)).rejects.toThrow('gave no timestamp that can be used');
  });

  it('is refused where the authority refuses', async () => {
    // OpenSSL's authority rejects a digest of a kind that its settings do not name.
    writeFileSync(join(folder, 'odd'), 'odd');
    openssl('ts', '-query', '-data', 'odd', '-sha512', '-out', 'odd.tsq');
    const refusal = answer(readFileSync(join(folder, 'odd.tsq')));
    const send: SendQuery = async () => ({ status: 200, type: 'application/timestamp-reply', body: refusal });
    await expect(ask(send)).rejects.toThrow('it granted none (status 2)');
    await expect(ask(async (url, query) => ({ ...(await authority(url, query)), status: 503 }))).rejects.toThrow(
      'it answered 503',
    );
    await expect(ask(async (url, query) => ({ ...(await authority(url, query)), type: 'text/html' }))).rejects.toThrow(
      'not with a timestamp',
    );
  });

  it('says which question it answers, and which bytes it is over', () => {
    const stamp = answer(queryFor(ENVELOPE.toString()));
    expect(() => readTimestamp(stamp, Buffer.from('other'))).toThrow('over other bytes');
    expect(() => readTimestamp(stamp, ENVELOPE, randomBytes(16))).toThrow('answers another question');
    expect(readTimestamp(stamp, ENVELOPE).policy).toBe('1.2.3.4.1');
  });
});

/** Asked by OpenSSL itself, with a nonce of its own. */
function queryFor(text: string): Buffer {
  writeFileSync(join(folder, 'text'), text);
  openssl('ts', '-query', '-data', 'text', '-sha256', '-cert', '-out', 'text.tsq');
  return readFileSync(join(folder, 'text.tsq'));
}

describe('a report that is signed and stamped', () => {
  let sample: SampleFolder;
  beforeAll(() => {
    sample = writeSample();
  });
  afterAll(() => sample.remove());

  it('is stamped over the network, and verified with the stamp beside it', async () => {
    const server = createServer((request, response) => {
      const chunks: Uint8Array[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const isQuery = request.headers['content-type'] === 'application/timestamp-query';
        response.writeHead(isQuery ? 200 : 415, { 'content-type': 'application/timestamp-reply' });
        response.end(isQuery ? answer(Buffer.concat(chunks)) : '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    mkdirSync(join(sample.folder, 'keys'));
    const { privatePath, publicPath } = generateSigningKey(join(sample.folder, 'keys', 'key.pem'));
    await signFolder(sample.folder, privatePath, `http://127.0.0.1:${port}/`, sample.report);
    server.close();
    const said: string[] = [];
    const terminal = { language: 'fr', print: (line: string) => void said.push(line), complain: () => {} } as const;
    expect(verifyReport({ path: sample.folder, keyPath: publicPath }, terminal)).toBe(0);
    expect(said.join('\n')).toMatch(/report\.tsr indique que la déclaration existait le 20\d\d-/);

    writeFileSync(join(sample.folder, 'report.tsr'), answer(queryFor('another report')));
    expect(verifyReport({ path: sample.folder, keyPath: publicPath }, terminal)).toBe(1);
    expect(said.join('\n')).toContain('l’horodatage porte sur d’autres octets');
    await expect(signFolder(sample.folder, privatePath, `http://127.0.0.1:${port}/`, sample.report)).rejects.toThrow(
      '--timestamp: ',
    );
  });
});
