import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../door/listen.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { guideBlock } from '../programs/guide-block.ts';
import { createListSigner, createProvider, provider, signList, writeList } from '../unit/trusted-list/signed-list.ts';
import { type RunUse, runCommands } from './run-commands.ts';

const DAY = 86_400_000;
const run = (name: string, use?: RunUse) => runCommands(guideBlock(`${name.split(' ')[0]}.md`, name), use);

/** A list of today with one provider, and a folder with the certificate of whoever signed it. */
async function publishList(): Promise<{ readonly folder: string; readonly xml: string }> {
  const folder = temporaryFolder();
  const signer = await createListSigner();
  const dateIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+Z/, 'Z');
  const providers = provider({ certificates: [await createProvider('one')] });
  writeFileSync(join(folder, 'signers.pem'), signer.pem);
  writeFileSync(join(folder, 'seed'), `${'07'.repeat(32)}\n`, { mode: 0o600 });
  const xml = signList(writeList({ issued: dateIn(-1), nextUpdate: dateIn(90), providers }), signer);
  writeFileSync(join(folder, 'av-tl.xml'), xml);
  return { folder, xml };
}

describe('on attesters', { timeout: 60_000 }, () => {
  it('a trusted list is looked at, and published as a snapshot', async () => {
    const { folder, xml } = await publishList();
    const server = createServer((_, answer) => answer.end(xml));
    const { port, close } = await listen(server);
    onTestFinished(close);
    const own = {
      'https://…': `http://localhost:${port}/av-tl.xml`,
      ...{ 'av-tl.xml': join(folder, 'av-tl.xml'), 'signers.pem': join(folder, 'signers.pem') },
      ...{ '--seed-file seed': `--seed-file ${join(folder, 'seed')}`, 'public/': `${folder}/` },
    };
    const [checked] = await run('attesters list-check', { own });
    expect(checked).toMatchObject({ exit: 0, err: '', out: expect.stringContaining('for production') });
    const [published] = await run('attesters list-publish', { own: { ...own, 'av-tl.xml': 'av-tl.xml' } });
    expect(published).toMatchObject({ exit: 0, err: '' });
    expect(readdirSync(folder).sort()).toEqual([
      'av-tl.xml',
      'seed',
      'signers.pem',
      'trusted-list',
      'trusted-list.xml',
    ]);
  });

  it('a key for OpenID providers is made, and its public half to register', async () => {
    const folder = temporaryFolder();
    const [made, shown] = await run('attesters oidc-key', { folder });
    expect([made?.exit, shown?.exit]).toEqual([0, 0]);
    const { x, y } = createPublicKey(createPrivateKey(readFileSync(join(folder, 'oidc-key.pem')))).export({
      format: 'jwk',
    });
    const told = { kty: 'EC', crv: 'P-256', x, y, use: 'sig', alg: 'ES256', kid: expect.stringMatching(/^[\w-]{43}$/) };
    expect(JSON.parse(shown?.out ?? '')).toEqual(told);
  });
});

describe('on what is published', { timeout: 180_000 }, () => {
  it('everything is built with its digests, and its parts are listed', async () => {
    const folder = temporaryFolder();
    const own = { '--out built': `--out ${join(folder, 'built')}`, '--out parts': `--out ${join(folder, 'parts')}` };
    const [built, parts, gateway] = await run('supply-chain build', { own });
    expect(built).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/\nwallet \(\d+ files\) +\d+ {2}[0-9a-f]{64}\n/),
    });
    expect(readdirSync(join(folder, 'built'))).toContain('bauta-sdk-0.1.0.tgz');
    expect([parts?.exit, readdirSync(join(folder, 'parts')).length > 2]).toEqual([0, true]);
    expect(JSON.parse(gateway?.out ?? '')).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  });

  it('what would be deployed as Workers is made, and holds', async () => {
    const [all, issuer] = await run('operating-on-workers check');
    expect(all).toMatchObject({ exit: 0, out: expect.stringContaining('gateway') });
    expect(issuer?.exit).toBe(0);
    expect(JSON.parse(issuer?.out ?? '')).toMatchObject({ held: true });
  });
});
