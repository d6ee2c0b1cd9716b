import type { ProbeRecorder } from '../evidence/recorder.ts';
import type { HttpDoor } from './http/http-door.ts';
import type { TargetClock } from './probe-act.ts';

const PATH = '/_test/clock';

/** The clock that a cooperating deployment lends to its tests; production has none. @returns undefined where there is none */
export async function findClock(target: URL, http: HttpDoor, record: ProbeRecorder): Promise<TargetClock | undefined> {
  const url = new URL(PATH, target).href;
  const ask = async (put?: number): Promise<number | undefined> => {
    const sent = put === undefined ? {} : setting(put);
    const { response, bytes } = await http.send(record, { url, label: 'clock', ...sent });
    return response?.status === 200 ? readNow(bytes) : undefined;
  };
  if ((await ask()) === undefined) return undefined;
  return {
    now: async () => (await ask()) ?? record.leave('no-clock'),
    async set(now) {
      if ((await ask(now)) === undefined) record.leave('no-clock');
    },
  };
}

function setting(now: number) {
  const body = new TextEncoder().encode(JSON.stringify({ now: `${new Date(now * 1000).toISOString().slice(0, 19)}Z` }));
  return { method: 'PUT', body, headers: { 'content-type': 'application/json' } };
}

function readNow(bytes: Uint8Array): number | undefined {
  try {
    const { now } = JSON.parse(new TextDecoder().decode(bytes)) as { now?: unknown };
    const seconds = Date.parse(String(now)) / 1000;
    return Number.isSafeInteger(seconds) ? seconds : undefined;
  } catch {
    return undefined;
  }
}
