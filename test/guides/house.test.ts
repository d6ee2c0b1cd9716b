import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochAt, formatBase64url, nameOf } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningRooms, startRooms, startWith } from '../e2e/running-rooms.ts';
import { enrol } from '../flow/flow.ts';
import { ROOT } from '../laws/sources.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { guideBlock } from '../programs/guide-block.ts';
import { type Ran, runCommands } from './run-commands.ts';

const PORT_BASE = 31_200;
/** How a command of the SDK is started where it is not installed. */
const SDK = `${process.execPath} --conditions=bauta-source --import tsx ${join(ROOT, 'sdk/cli.ts')}`;

describe('beside the rooms of npm start', { timeout: 120_000 }, () => {
  let rooms: RunningRooms;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    rooms = await startRooms(PORT_BASE, []);
    env = { PORT_BASE: String(PORT_BASE), DATA_DIR: rooms.dataDir, AGE: '01'.repeat(32) };
  }, 180_000);
  afterAll(() => rooms?.stop());

  const inData = (name: string): string => join(rooms.dataDir, name);
  const run = (name: string, own: Readonly<Record<string, string>> = {}): Promise<readonly Ran[]> =>
    runCommands(guideBlock(`${name.split(' ')[0]}.md`, name), { own, env });

  it('a wallet’s host is checked, a build is written down, and a package only by whom the log takes it of', async () => {
    const { wallet } = rooms.origins;
    const own = { 'https://wallet.example': wallet, 'key-log.json': inData('key-log.json') };
    const [checked] = await run('check-a-wallet check', own);
    expect(checked).toMatchObject({ exit: 0, out: expect.stringMatching(/\nHOLDS: wallet\.localhost:/) });

    const folder = temporaryFolder();
    const build = join(folder, 'integrity.json');
    writeFileSync(build, await (await loopbackFetch(`${wallet}/integrity.json`)).text());
    const who = { '--seed wallet.seed': `--seed ${inData('wallet.seed')}`, 'wallet.example': nameOf(wallet) };
    const [added] = await run('check-a-wallet add', { ...own, ...who, 'dist/integrity.json': build });
    expect(added).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d+\n$/) });

    const tarball = join(folder, 'bauta-sdk-1.2.3.tgz');
    writeFileSync(tarball, Uint8Array.of(0x1f, 0x8b, 8, 0));
    // An operator of builds, and not of packages.
    const sdk = { '--seed sdk.seed': who['--seed wallet.seed'], 'sdk.example': nameOf(wallet) };
    const [refused] = await run('check-a-wallet add-sdk', { ...own, ...sdk, 'bauta-sdk-1.2.3.tgz': tarball });
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('ERR_LOG_OPERATOR') });
  });

  it('the doctor looks at a site', async () => {
    const folder = temporaryFolder();
    const { demoSite, wallet, issuer } = rooms.origins;
    const files = ['bauta.toml', 'other.toml'].map((name) => [name, join(folder, name)] as const);
    for (const [name, file] of files) {
      const lines = {
        origin: demoSite,
        issuer: nameOf(issuer),
        wallet,
        store: `sqlite:./${name}.db`,
        secrets_env: 'AGE',
      };
      writeFileSync(
        file,
        Object.entries(lines)
          .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
          .join(''),
      );
    }
    const own = { 'npx @bauta/sdk': SDK, 'https://site.example': demoSite, ...Object.fromEntries(files) };
    const [site, configured] = await run('operating doctor', own);
    expect(site).toMatchObject({ exit: 0, err: '' });
    expect(configured).toMatchObject({
      exit: 0,
      err: '',
      out: expect.stringContaining('shares its spent set with none'),
    });
  });

  it('a second issuer on the store of the first lists the same keys', async () => {
    const [start = ''] = guideBlock('behind-a-load-balancer.md', 'behind-a-load-balancer second');
    const moved = (text: string): string =>
      text
        .replace(/\b4(\d{3})\b/g, (_, offset) => String(PORT_BASE + Number(offset)))
        .replaceAll('.data/', `${rooms.dataDir}/`);
    const words = moved(start).split(' npm start -- ');
    const settings = Object.fromEntries((words[0] ?? '').split(' ').map((one) => one.split('=') as [string, string]));
    const second = startWith([words[1] ?? ''], { ...settings, DATA_DIR: rooms.dataDir });
    try {
      await second.untilReady(rooms.origins.issuer);
      const same = guideBlock('behind-a-load-balancer.md', 'behind-a-load-balancer same').map(moved);
      const [one, other] = await runCommands(same);
      expect(one).toMatchObject({ exit: 0, out: expect.stringMatching(/^[0-9a-f]{64} /) });
      expect(other?.out).toBe(one?.out);
    } finally {
      await second.stop();
    }
  });

  it('an account is erased for a person who asks', async () => {
    const { passkey } = await enrol(rooms.origins);
    const own = { REFERENCE: formatBase64url(passkey.credentialId), ' --name second': '' };
    const [erased, again] = [await run('attesters erase', own), await run('attesters erase', own)];
    expect(erased).toMatchObject([{ exit: 0, err: expect.stringContaining('"event":"account-erased"') }]);
    expect(again).toMatchObject([{ exit: 1 }]);
  });

  it('an attester is removed while the issuer runs', async () => {
    const [removed] = await run('attesters remove', { 'second.localhost:4009': nameOf(rooms.origins.attester) });
    expect(removed).toMatchObject({ exit: 0, err: expect.stringContaining('"event":"attester-removed"') });
  });

  it('a key is retired in an emergency', async () => {
    const week = epochAt(Math.floor(Date.now() / 1000));
    const [keys, retired] = await run('key-log emergency', { '2026-W47': week });
    expect(keys).toMatchObject({ exit: 0, out: expect.stringContaining(week) });
    expect(retired).toMatchObject({ exit: 0 });
  });
});
