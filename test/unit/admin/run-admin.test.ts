import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { USAGE } from '../../../services/admin/orders.ts';
import { type AdminWorld, runAdmin } from '../../../services/admin/run-admin.ts';
import { ensureSlots } from '../../../services/keys/slots.ts';
import { drawTokenKeyPair } from '../../../services/keys/token-key-pair.ts';
import type { LogEvent } from '../../../services/log-events.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { vaultOn } from '../../ports/adapters.ts';
import { NOON } from '../../ports/figures.ts';
import { madeUpKey } from '../../ports/made-up-key.ts';
import { outcome } from '../../ports/refusals.ts';

const { privateKey } = await drawTokenKeyPair();
const BLINDED = new Uint8Array(256).fill(7);

const none = (): never => {
  throw new TypeError('not for keys');
};

async function openWorld() {
  const events: LogEvent[] = [];
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  let drawn = 0;
  const vault = vaultOn(database, () => NOON, {
    draw: async () => ({ privateKey, publicKey: madeUpKey(`admin ${drawn++}`) }),
    signers: { sign: async () => BLINDED, forget: () => {} },
  });
  await ensureSlots(vault, [18], NOON);
  let [printed, complained, opened] = ['', '', 0];
  const world: AdminWorld = {
    open: () => ({
      ...{ vault, thresholds: [18], counts: none, accounts: none, attesters: none, emptyLog: none },
      close: () => void opened--,
    }),
    files: { ofRoom: none, ofLog: none },
    logOf: () => (event) => void events.push(event),
    now: () => NOON,
    print: (text) => {
      printed += text;
    },
    complain: (text) => {
      complained += text;
    },
  };
  const run = async (...args: string[]) => {
    [printed, complained] = ['', ''];
    opened++;
    const exit = await runAdmin(args, world);
    return { exit, printed, complained };
  };
  return { vault, world, run, events, isClosed: () => opened === 0 };
}

describe('admin retire', () => {
  it('ends the youngest key of a slot at once, and says which one takes its place', async () => {
    const { vault, run, events, isClosed } = await openWorld();
    const before = await vault.slot(18, '2026-W47', 0);
    const { exit, printed } = await run('retire', 'issuer', '18', '2026-W47', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      retired: { threshold: 18, epoch: '2026-W47', generation: 0 },
      next: { threshold: 18, epoch: '2026-W47', generation: 1, retired: false },
    });
    expect(await outcome(before?.signer.sign(BLINDED) as Promise<unknown>)).toBe('ERR_SLOT');
    expect(await (await vault.slot(18, '2026-W47', 1))?.signer.sign(BLINDED)).toEqual(BLINDED);
    expect(isClosed()).toBe(true);
    expect(events).toEqual([{ event: 'key-retired', threshold: 18, epoch: '2026-W47', generation: 0 }]);
  });

  it('says it for people, too, and lists what was retired', async () => {
    const { run } = await openWorld();
    expect((await run('retire', 'issuer', '18', '2026-W48')).printed).toMatch(
      /^Retired: 18 years · 2026-W48 · generation 0 · [0-9a-f]{16}\nMade in its place: .*generation 1/,
    );
    const listed = (await run('keys', 'issuer')).printed.trimEnd().split('\n');
    expect(listed).toHaveLength(5);
    expect(listed.filter((line) => line.endsWith('· retired'))).toEqual([expect.stringContaining('2026-W48')]);
    const { keys } = JSON.parse((await run('keys', 'issuer', '--json')).printed);
    expect(keys.map(({ retired }: { retired: boolean }) => retired)).toEqual([false, true, false, false, false]);
  });

  it('ends what a stopped run began, and refuses a fourth generation', async () => {
    const { vault, run } = await openWorld();
    await vault.retire(18, '2026-W47', 0);
    const next = async () => JSON.parse((await run('retire', 'issuer', '18', '2026-W47', '--json')).printed).next;
    expect([await next(), await next()]).toMatchObject([{ generation: 1 }, { generation: 2 }]);
    const { exit, complained } = await run('retire', 'issuer', '18', '2026-W47');
    expect([exit, complained]).toEqual([1, 'admin: ERR_SLOT: no generation is left in this epoch\n']);
  });

  it('refuses a slot that has no key, and retires nothing', async () => {
    const { run } = await openWorld();
    for (const [age, week] of [
      ['21', '2026-W47'],
      ['18', '2026-W52'],
    ] as const) {
      expect(await run('retire', 'issuer', age, week)).toMatchObject({ exit: 1, printed: '' });
    }
    expect((await run('keys', 'issuer')).printed).not.toContain('retired');
  });

  it.each([
    [[]],
    [['retire']],
    [['retire', 'wallet', '18', '2026-W47']],
    [['retire', 'issuer', 'old', '2026-W47']],
    [['retire', 'issuer', '18', '2026-W54']],
    [['retire', 'issuer', '18', '2026-W47', 'more']],
    [['keys', 'issuer', '18']],
    [['keys', 'issuer', '--what']],
    [['batches', 'issuer']],
    [['batches', '--name', 'second']],
    [['erase-account']],
    [['erase-account', 'not base64url!']],
    [['erase-account', 'AAAA', 'AAAA']],
  ])('opens nothing for %j', async (args) => {
    const { world } = await openWorld();
    const said: string[] = [];
    const open = (): never => {
      throw new ConfigFault(['opened']);
    };
    const exit = await runAdmin(args, { ...world, open, complain: (text) => void said.push(text) });
    expect([exit, ...said]).toEqual([3, USAGE]);
  });
});
