import { formatNoteKey, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { runMonitor } from '../../services/log/monitor/run-monitor.ts';
import type { Fetch } from '../../services/loopback.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { keysText, LOG, NOON, smallText, upTo, WITNESSES } from './ground.ts';
import { LOG_URL } from './log-ground.ts';

const WITNESS_FLAGS = WITNESSES.flatMap(({ key }) => ['--witness', formatNoteKey(key)]);
const FLAGS = ['--url', LOG_URL, '--key', formatNoteKey(LOG.key), ...WITNESS_FLAGS, '--seen', 'seen.json'];

/** A machine with these files and this network. */
function openWorld() {
  const world = {
    files: new Map<string, string>(),
    fetch: (async () => new Response()) as Fetch,
    printed: '',
    wrong: '',
  };
  return Object.assign(world, {
    async run(args: readonly string[] = FLAGS): Promise<number> {
      world.printed = '';
      world.wrong = '';
      return runMonitor(args, {
        fetch: world.fetch,
        now: () => NOON,
        read: (path) => world.files.get(path),
        write: (path, text) => void world.files.set(path, text),
        print(text) {
          world.printed += text;
        },
        complain(text) {
          world.wrong += text;
        },
      });
    },
    async show(texts: readonly string[], options?: CrookedOptions): Promise<void> {
      world.fetch = await crookedLog(texts, options);
    },
  });
}

describe('npm run monitor', () => {
  it('says in a line that nothing is wrong, and goes on from what it saw', async () => {
    const world = openWorld();
    await world.show(upTo(3).map(smallText));
    expect([await world.run(), world.printed]).toEqual([0, 'log.example/bauta: 3 entries, nothing wrong.\n']);
    await world.show(upTo(300).map(smallText));
    expect([await world.run([...FLAGS, '--json'])]).toEqual([0]);
    expect(JSON.parse(world.printed)).toEqual({ log: 'log.example/bauta', entries: 300, findings: [] });
  });

  it('alarms on a second key, and says where', async () => {
    const world = openWorld();
    await world.show([await keysText([[18, 0, 'a']]), smallText(1), await keysText([[18, 0, 'b']])]);
    expect(await world.run()).toBe(1);
    expect(world.printed).toBe('ALARM log.example/bauta: a slot has a second key (entry 2)\n');
  });

  it('keeps two checkpoints of a rewritten log, as evidence, and goes on remembering the first', async () => {
    const world = openWorld();
    await world.show(upTo(3).map(smallText));
    await world.run();
    const seen = world.files.get('seen.json');
    await world.show([smallText(9), ...upTo(3).map(smallText)]);
    expect(await world.run()).toBe(1);
    expect(world.printed).toContain('does not begin with the tree that it showed before');
    expect(world.files.get('seen.json.evidence')?.match(/^log\.example\/bauta$/gm)).toHaveLength(2);
    expect(world.files.get('seen.json')).toBe(seen);
    expect(await world.run()).toBe(1);
  });

  it('ends with 4 when the log does not answer, and with 1 on what is none', async () => {
    const world = openWorld();
    await world.show([smallText(1)], { files: new Map([['checkpoint', undefined]]) });
    expect([await world.run(), world.printed]).toEqual([4, expect.stringContaining('does not give its checkpoint')]);
    await world.show([smallText(1)], { files: new Map([['checkpoint', writeUtf8('hello\n')]]) });
    expect(await world.run()).toBe(1);
    expect(world.files.size).toBe(0);
  });

  it.each([
    ['--url', FLAGS.with(1, 'log.example')],
    ['--url', FLAGS.with(1, `${LOG_URL}/`)],
    ['--key', FLAGS.with(3, 'log.example')],
    ['--key', FLAGS.with(3, FLAGS[5] as string)],
    ['--witness', FLAGS.with(5, FLAGS[3] as string)],
    ['--quorum', [...FLAGS, '--quorum', '3']],
    ['--quorum', [...FLAGS, '--quorum', '0']],
    ['--quorum', FLAGS.toSpliced(4, 4)],
    ['--seen', FLAGS.slice(0, -2)],
    ['--fast', [...FLAGS, '--fast']],
  ])('ends with 3 and names the flag: %s', async (flag, args) => {
    const world = openWorld();
    await world.show([smallText(1)]);
    expect(await world.run(args)).toBe(3);
    expect(world.wrong.split('\n')[0]).toContain(flag);
    expect(world.wrong).not.toContain(FLAGS[3] as string);
  });

  it('does not begin anew over a memory that it cannot read', async () => {
    const world = openWorld();
    await world.show([smallText(1)]);
    for (const text of ['', '{', '{}', '{"checkpoint":1,"firstSeen":[]}']) {
      world.files.set('seen.json', text);
      expect([await world.run(), world.files.get('seen.json')]).toEqual([3, text]);
    }
  });
});
