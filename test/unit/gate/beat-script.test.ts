import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeBeatScript } from '../../../sdk/gate/pages/beat.js.ts';
import { SESSION_RULES } from '../../../sdk/gate/session-rule.ts';

const beatScript = writeBeatScript(SESSION_RULES['fr-arcom']);

type Listener = (event: Record<string, unknown>) => void;

/** One page of a browser, as far as the script looks at it, and the other tabs' voices. */
function openPage(options: { leads?: boolean; others?: number } = {}) {
  const { leads = true } = options;
  const listeners = new Map<string, Listener[]>();
  const listen = (type: string, listener: Listener): void => {
    listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  };
  const page = {
    now: 1_000_000,
    status: 204 as number | 'unreachable',
    /** Answers wait until the array is emptied of them. */
    held: undefined as (() => void)[] | undefined,
    others: options.others ?? 0,
    beats: [] as string[],
    beacons: [] as string[],
    said: [] as string[],
    reloads: 0,
    style: new Map<string, string>(),
    channel: undefined as { onmessage?: Listener } | undefined,
    ticks: [] as (() => void)[],
    timers: [] as { act: () => void; at: number }[],
    emit(type: string, event: Record<string, unknown> = {}) {
      for (const listener of listeners.get(type) ?? []) listener({ type, isTrusted: true, ...event });
    },
    hear(data: string) {
      page.channel?.onmessage?.({ data });
    },
    isHidden: () => page.style.get('display') === 'none',
    /** Runs the clock and the timers for so many seconds. */
    async run(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        page.now += 1000;
        for (const timer of page.timers.filter(({ at }) => at <= page.now)) {
          page.timers.splice(page.timers.indexOf(timer), 1);
          timer.act();
        }
        for (const tick of page.ticks) tick();
        await settle();
      }
    },
  };
  class Channel {
    onmessage?: Listener;
    constructor() {
      page.channel = this;
    }
    postMessage(data: string): void {
      page.said.push(data);
    }
  }
  const globals = {
    Date: { now: () => page.now },
    BroadcastChannel: Channel,
    document: {
      documentElement: {
        style: {
          setProperty: (name: string, value: string) => page.style.set(name, value),
          removeProperty: (name: string) => page.style.delete(name),
        },
      },
      addEventListener: listen,
    },
    addEventListener: listen,
    location: {
      reload: () => {
        page.reloads++;
      },
    },
    navigator: {
      sendBeacon: (path: string, body: string) => page.beacons.push(`${path} ${body}`),
      locks: {
        request: (_: string, lead: () => unknown) => {
          if (leads) lead();
        },
        query: async () => ({ pending: new Array(page.others).fill({ name: '__age' }) }),
      },
    },
    fetch: async (path: string, { method, body }: { method: string; body: string }) => {
      page.beats.push(body);
      expect([path, method]).toEqual(['/_age/beat', 'POST']);
      if (page.status === 'unreachable') throw new TypeError('Failed to fetch');
      const { status, held } = page;
      if (held) await new Promise<void>((answer) => held.push(answer));
      return { status };
    },
    setInterval: (act: () => void) => page.ticks.push(act),
    setTimeout: (act: () => void, ms: number) => page.timers.push({ act, at: page.now + ms }),
  };
  runInContext(beatScript, createContext(globals));
  return page;
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let page: ReturnType<typeof openPage>;
beforeEach(async () => {
  page = openPage();
  await settle();
});

describe('the heartbeat script', () => {
  it('is at most 2 KB when compressed', () => {
    expect(gzipSync(beatScript).length).toBeLessThanOrEqual(2048);
  });

  it('beats at once, after 5 s, and then every 30 s', async () => {
    expect(page.beats).toHaveLength(1);
    await page.run(5);
    expect(page.beats).toHaveLength(2);
    await page.run(90);
    expect(page.beats).toEqual(new Array(5).fill('still'));
  });

  it('reports the input of a person, once', async () => {
    page.emit('keydown');
    await page.run(5);
    page.emit('pointerdown', { isTrusted: false });
    await page.run(30);
    expect(page.beats).toEqual(['still', 'input', 'still']);
  });

  it('tells a pointer that moves from a page that moves under it', async () => {
    page.emit('pointermove', { screenX: 5, screenY: 5 });
    page.emit('pointermove', { screenX: 5, screenY: 5 });
    await page.run(5);
    expect(page.beats.at(-1)).toBe('still');
    page.emit('pointermove', { screenX: 6, screenY: 5 });
    await page.run(30);
    expect(page.beats.at(-1)).toBe('input');
  });

  it('does not take scrolling, media or timers for input', async () => {
    for (const type of ['scroll', 'timeupdate', 'mousemove', 'focus']) page.emit(type);
    await page.run(5);
    expect(page.beats.at(-1)).toBe('still');
  });

  it('hides the page and meets the gate when the session is over', async () => {
    page.status = 401;
    await page.run(5);
    expect([page.isHidden(), page.reloads]).toEqual([true, 1]);
    expect(page.said).toContain('end');
  });

  it('hides the page after standby, until the server has said that the session lives', async () => {
    await page.run(10);
    page.now += 91_000;
    page.status = 'unreachable';
    await page.run(1);
    expect([page.isHidden(), page.reloads]).toEqual([true, 0]);
    page.status = 204;
    await page.run(1);
    expect(page.isHidden()).toBe(false);
  });

  it('hides it when the clock goes back, and when the server is silent for longer than the lease', async () => {
    page.status = 'unreachable';
    page.now -= 60_000;
    await page.run(1);
    expect(page.isHidden()).toBe(true);
    const other = openPage();
    await settle();
    other.status = 'unreachable';
    await other.run(90);
    expect(other.isHidden()).toBe(false);
    await other.run(2);
    expect(other.isHidden()).toBe(true);
  });

  it('hides a page that is frozen or comes back from the cache, and asks before it shows it', async () => {
    page.emit('freeze');
    expect(page.isHidden()).toBe(true);
    page.emit('resume');
    await settle();
    expect([page.isHidden(), page.beats.length]).toEqual([false, 2]);
    page.emit('pagehide');
    expect(page.isHidden()).toBe(true);
    page.status = 401;
    page.emit('pageshow', { persisted: true });
    await settle();
    expect([page.isHidden(), page.reloads]).toEqual([true, 1]);
  });

  it('asks again until it is answered when the beat at its awakening got lost', async () => {
    page.emit('freeze');
    page.status = 'unreachable';
    page.emit('resume');
    await settle();
    expect(page.isHidden()).toBe(true);
    page.status = 204;
    await page.run(1);
    expect(page.isHidden()).toBe(false);
  });

  it('believes no answer from before it was frozen, nor another tab’s word', async () => {
    page.held = [];
    await page.run(5);
    const [late] = page.held as [() => void];
    page.held = undefined;
    page.emit('freeze');
    page.status = 'unreachable';
    page.emit('resume');
    late();
    page.hear('live');
    await settle();
    expect(page.isHidden()).toBe(true);
    page.status = 401;
    await page.run(1);
    expect([page.isHidden(), page.reloads]).toEqual([true, 1]);
  });

  it('does believe an answer that takes longer than the wait to ask again', async () => {
    page.held = [];
    page.emit('freeze');
    page.emit('resume');
    await page.run(3);
    expect([page.isHidden(), page.held.length]).toEqual([true, 1]);
    page.held[0]?.();
    await settle();
    expect(page.isHidden()).toBe(false);
  });

  it('asks nothing more after its farewell', async () => {
    await page.run(6);
    const beats = page.beats.length;
    page.emit('pagehide');
    await page.run(10);
    expect([page.beats.length, page.beacons.length]).toEqual([beats, 1]);
  });

  it('says that the site is being left, when no other tab of it is open', async () => {
    page.emit('pagehide');
    expect(page.beacons).toEqual(['/_age/beat leave']);

    const second = openPage({ others: 1 });
    await settle();
    second.emit('pagehide');
    expect(second.beacons).toEqual([]);

    const joined = openPage();
    await settle();
    joined.hear('here');
    joined.emit('pagehide');
    expect(joined.beacons).toEqual([]);
  });

  it('leaves the beating to one tab, which hears of input in the others', async () => {
    const follower = openPage({ leads: false });
    for (let i = 0; i < 4; i++) {
      await follower.run(30);
      follower.hear('live');
    }
    expect(follower.beats).toEqual([]);
    follower.emit('wheel');
    follower.emit('wheel');
    expect(follower.said.filter((word) => word === 'input')).toHaveLength(1);
    follower.emit('pagehide');
    expect(follower.beacons).toEqual([]);

    page.hear('input');
    await page.run(5);
    expect(page.beats.at(-1)).toBe('input');

    follower.hear('end');
    expect([follower.isHidden(), follower.reloads]).toEqual([true, 1]);
  });
});
