import { calendarOf } from '@bauta/sdk/protocol';
import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RedisServer, startRedis, until, whyNoRedis } from '../programs/redis.ts';
import { figure, NOON, upTo } from './figures.ts';
import { outcome } from './refusals.ts';

const UNTIL = calendarOf('2026-W47').nullifierUntil;
const LATER = calendarOf('2026-W48').nullifierUntil;
const SHUT = 'ERR_STORE_UNAVAILABLE';
const now = () => NOON;
const SOON = { connectTimeoutMs: 1500 };

describe.skipIf(whyNoRedis)(`stores in Redis${whyNoRedis ? ` (skipped: ${whyNoRedis})` : ''}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.remove());

  async function open(url = server.url) {
    const client = await openRedis(url);
    onTestFinished(() => void client.destroy());
    return client;
  }

  async function ownServer(...settings: string[]): Promise<RedisServer> {
    const own = await startRedis({ settings });
    onTestFinished(own.remove);
    return own;
  }

  /** What an act that cannot know says to the operator. */
  const causeOf = (act: Promise<unknown>): Promise<unknown> =>
    act.then(
      () => 'it worked',
      (error) => [error.code, String(error.cause ?? error.message)].join(': '),
    );

  it('drop a past bucket whole, and keep it shut when the clock is set back', async () => {
    const clock = { now: NOON };
    const client = await open();
    const set = redisSpentSet(client, { now: () => clock.now, prefix: 'drop:' });
    const alike = upTo(4000).filter((i) => figure(i)[0] === 0x3f);
    for (const i of alike.slice(1)) expect(await set.spend(figure(i), UNTIL)).toBe(true);
    const before = (await server.ask('KEYS', 'drop:*')) as string[];
    expect(before.filter((key) => key.startsWith(`drop:{3f}${UNTIL}:`)).length).toBeGreaterThan(1);

    clock.now = UNTIL;
    expect(await set.spend(figure(alike[0] as number), LATER)).toBe(true);
    const after = (await server.ask('KEYS', 'drop:*')) as string[];
    expect(after.filter((key) => key.includes(String(UNTIL)))).toEqual([]);
    clock.now = NOON;
    for (const i of alike) expect(await set.spend(figure(i), UNTIL)).toBe(false);
    expect(await set.spend(figure(alike[0] as number), LATER)).toBe(false);
    for (const i of alike.slice(1)) expect(await set.spend(figure(i), LATER)).toBe(true);
  });

  it('leave nothing for Redis’ own clock to forget', async () => {
    const set = redisSpentSet(await open(), { now, prefix: 'clock:' });
    await set.spend(figure(1), UNTIL);
    for (const key of (await server.ask('KEYS', 'clock:*')) as string[]) expect(await server.ask('TTL', key)).toBe(-1);
  });

  it('let Redis forget a session when its time is over, and take what is none for none', async () => {
    const sessions = redisSessions(await open(), { now, prefix: 'ttl:' });
    await sessions.put(figure(1), 'one', 90);
    const [key] = (await server.ask('KEYS', 'ttl:*')) as [string];
    expect(await server.ask('TTL', key)).toBeGreaterThan(80);
    await sessions.replace(figure(1), 'one', 'two', 15);
    expect(await server.ask('TTL', key)).toBeLessThanOrEqual(15);
  });

  it('are each other’s with one prefix alone', async () => {
    const client = await open();
    const one = redisSpentSet(client, { now, prefix: 'one:' });
    const same = redisSpentSet(await open(), { now, prefix: 'one:' });
    const other = redisSpentSet(client, { now, prefix: 'other:' });
    expect(await one.spend(figure(1), UNTIL)).toBe(true);
    expect(await same.spend(figure(1), UNTIL)).toBe(false);
    expect(await other.spend(figure(1), UNTIL)).toBe(true);
  });

  it('say within their time that nobody knows, while Redis is silent, and know again after it', async () => {
    const own = await ownServer('appendonly yes');
    const client = await open(own.url);
    const set = redisSpentSet(client, { now, timeoutMs: 200 });
    const sessions = redisSessions(client, { now, timeoutMs: 200 });
    await sessions.put(figure(1), 'one', 60);
    await own.signal('SIGSTOP');
    const began = performance.now();
    const acts = [set.spend(figure(1), UNTIL), sessions.read(figure(1)), sessions.take(figure(1))];
    expect(await Promise.all(acts.map((act) => outcome<unknown>(act)))).toEqual([SHUT, SHUT, SHUT]);
    expect(performance.now() - began).toBeLessThan(2000);
    // After many in vain the next ones are told at once.
    await Promise.all(upTo(40).map((i) => outcome(set.spend(figure(100 + i), UNTIL))));
    const again = performance.now();
    await Promise.all(upTo(40).map((i) => outcome(set.spend(figure(200 + i), UNTIL))));
    const causes = await Promise.all(upTo(3).map((i) => causeOf(set.spend(figure(300 + i), UNTIL))));
    expect(causes).toContain(`${SHUT}: Redis has not answered for a while`);
    expect(performance.now() - again).toBeLessThan(2000);
    await own.signal('SIGCONT');
    await until('it knows again', async () => (await outcome(set.spend(figure(2), UNTIL))) !== SHUT);
    expect(await set.spend(figure(2), UNTIL)).toBe(false);
  });

  it('are shut at once while Redis is dead, queue nothing, and are open when it is back', async () => {
    const own = await ownServer('appendonly yes', 'appendfsync always');
    // Left to itself, this client would queue.
    const client = createClient({ url: own.url, socket: { reconnectStrategy: 100 } }).on('error', () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    const set = redisSpentSet(client, { now });
    expect(await set.spend(figure(1), UNTIL)).toBe(true);
    await own.signal('SIGKILL');
    await until(
      'the connection is seen to be broken',
      async () => (await outcome(set.spend(figure(2), UNTIL))) === SHUT,
    );
    expect(await causeOf(set.spend(figure(3), UNTIL))).toBe(`${SHUT}: Redis is not connected`);
    await own.start();
    await until('it knows again', async () => (await outcome(set.spend(figure(1), UNTIL))) === false);
    expect(await set.spend(figure(3), UNTIL)).toBe(true);
  });

  it('ask for as many replicas as they were told to, and burn what too few have', async () => {
    const client = await open();
    const set = redisSpentSet(client, { now, prefix: 'wait:', replicas: 1, timeoutMs: 4000 });
    const cause = `${SHUT}: Redis: too few replicas acknowledged the spend`;
    expect(await Promise.all(upTo(3).map((i) => causeOf(set.spend(figure(i), UNTIL))))).toEqual([cause, cause, cause]);
    expect(await set.spend(figure(1), UNTIL)).toBe(false);

    const replica = await ownServer(`replicaof 127.0.0.1 ${server.port}`, 'repl-diskless-sync-delay 0');
    await until('a spend reaches it', async () => (await outcome(set.spend(figure(Math.random()), UNTIL))) === true);
    const many = await Promise.all(upTo(300).map((i) => set.spend(figure(1000 + (i >> 1)), UNTIL)));
    expect(many.filter(Boolean)).toHaveLength(150);
    const copy = createClient({ url: replica.url });
    await copy.connect();
    onTestFinished(() => copy.destroy());
    expect(await causeOf(redisSpentSet(copy, { now }).spend(figure(1), UNTIL))).toBe(
      `${SHUT}: Redis: this is a replica`,
    );
  });

  it('say what is wrong in words of their own', async () => {
    const lonely = await ownServer('min-replicas-to-write 1');
    expect(await causeOf(redisSpentSet(await open(lonely.url), { now }).spend(figure(1), UNTIL))).toBe(
      `${SHUT}: Redis: too few replicas are in touch to take a write`,
    );
    const full = await ownServer('maxmemory 1');
    const sessions = redisSessions(await open(full.url), { now });
    expect(await causeOf(sessions.put(figure(1), 'one', 60))).toBe(`${SHUT}: Redis: its memory is full`);
    expect(await causeOf(redisSpentSet(await open(full.url), { now }).spend(figure(1), UNTIL))).toBe(
      `${SHUT}: Redis: its memory is full`,
    );
    const locked = await ownServer();
    await locked.ask('CONFIG', 'SET', 'requirepass', 'secret');
    expect(await causeOf(openRedis(locked.url, SOON))).toBe(`${SHUT}: Redis: it asks for a password`);
    expect(await causeOf(openRedis(`redis://:wrong@127.0.0.1:${locked.port}`, SOON))).toBe(
      `${SHUT}: Redis: the user name or password is wrong`,
    );
    await open(`redis://:secret@127.0.0.1:${locked.port}/1`);
    const client = await open();
    await server.ask('SET', 'type:{00}', 'no hash');
    const wrong = upTo(2000).find((i) => figure(i)[0] === 0) as number;
    expect(await causeOf(redisSpentSet(client, { now, prefix: 'type:' }).spend(figure(wrong), UNTIL))).toBe(
      `${SHUT}: Redis: something else lies under that key`,
    );
  });

  it('take no options that could never be right', async () => {
    const client = await open();
    for (const wrong of [{ prefix: 'a{b}' }, { timeoutMs: 0 }, { replicas: -1 }, { replicas: 0.5 }]) {
      expect(() => redisSpentSet(client, { now, ...wrong })).toThrow(TypeError);
    }
    expect(() => redisSessions(client, { now, prefix: 'a b' })).toThrow(TypeError);
  });
});
