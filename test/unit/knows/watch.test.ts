import { type Sight, type Watch, watchRooms } from '@bauta/services/knows/watch';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let asked: string[];
let answers: Record<string, () => Response | Promise<Response>>;
let page: { visibilityState: string };
let watch: Watch;
const sights: Sight[] = [];

const told = (room: string, version: number, paths: readonly string[] = []): Response => {
  const requests = paths.map((path) => ({ at: 1, method: 'GET', path, headers: {}, body: '' }));
  const origin = `http://${room}.localhost:4000`;
  return new Response(JSON.stringify({ room, origin, since: 1, version, forgotten: 0, requests }));
};

beforeEach(() => {
  vi.useFakeTimers();
  page = { visibilityState: 'visible' };
  vi.stubGlobal('document', page);
  asked = [];
  sights.length = 0;
  answers = {};
  watch = watchRooms(async (room, query) => {
    asked.push(room + query);
    return answers[room]?.() ?? (query === '?have=1' ? new Response(null, { status: 204 }) : told(room, 1));
  });
  watch.show((sight) => sights.push(sight));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A second of the page, and time for what it began. */
async function second(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
  await vi.waitFor(() => {}, { timeout: 50 });
}

it('asks every room each second for what is new, and shows a sight only then', async () => {
  await second();
  await second();
  expect(asked.slice(0, 5)).toEqual(['demo-site', 'wallet', 'issuer', 'attester', 'phone']);
  expect(asked[5]).toBe('demo-site?have=1');
  expect(sights).toHaveLength(1);
  answers.issuer = () => told('issuer', 2, ['/token-request']);
  await second();
  await vi.waitFor(() => expect(sights).toHaveLength(2));
  expect(sights[1]?.rooms.find(({ room }) => room === 'issuer')?.requests).toBe(1);
});

it('asks nobody while the page is not seen, or paused', async () => {
  await second();
  const before = asked.length;
  page.visibilityState = 'hidden';
  await second();
  await second();
  expect(asked.length).toBe(before);
  page.visibilityState = 'visible';
  watch.pause(true);
  await second();
  expect([asked.length, watch.isPaused]).toEqual([before, true]);
  watch.pause(false);
  await second();
  expect(asked.length).toBeGreaterThan(before);
});

it('says who does not answer, instead of showing what it once knew', async () => {
  await second();
  for (const answer of [
    () => Promise.reject(new TypeError('fetch failed')),
    () => new Response('', { status: 404 }),
    () => new Response('{"room":"nobody"}'),
  ]) {
    sights.length = 0;
    answers.phone = answer;
    await second();
    await vi.waitFor(() => expect(sights.at(-1)?.silent).toEqual(['phone']));
    expect(sights.at(-1)?.rooms.map(({ room }) => room)).not.toContain('phone');
    answers = {};
    await second();
    await vi.waitFor(() => expect(sights.at(-1)?.silent).toEqual([]));
  }
});
