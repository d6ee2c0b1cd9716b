import type {
  Circumstances,
  Exchange,
  Fact,
  Json,
  PageView,
  Plan,
  Probe,
  Untested,
} from '../../conformance/evidence/observation.ts';
import { createProbeRecorder, type ProbeRecorder } from '../../conformance/evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';

export const CIRCUMSTANCES: Circumstances = {
  suite: { name: '@bauta/conformance', version: '0.1.0' },
  node: 'v20.20.2',
  platform: 'linux',
  began: '2026-11-18T12:00:00.000Z',
  ended: '2026-11-18T12:01:00.000Z',
  clockAhead: 0,
  dns: [],
  tls: [],
  requests: { sent: 0, cap: 500, perSecond: 5 },
  isAuthorised: true,
  isLong: false,
  tokens: 'none',
  clock: 'machine',
};

interface Answer {
  readonly label?: string;
  readonly by?: Exchange['by'];
  readonly method?: string;
  readonly url: string;
  readonly sent?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly noAnswer?: Exchange['noAnswer'];
  readonly isCut?: boolean;
}

/** What a test plants in one probe. */
export interface Planted {
  exchange(answer: Answer): string;
  page(
    label: string,
    page: Partial<Omit<PageView, 'dom' | 'text'>> & { readonly dom?: string; readonly text?: string },
  ): string;
  fact(label: string, value: Json): string;
}

export interface Planting {
  probe(name: string, plant: (planted: Planted) => void): Planting;
  untested(name: string, reason: Untested): Planting;
  view(circumstances?: Partial<Circumstances>): EvidenceView;
}

/** Evidence by hand: `plant('site').probe('home', (p) => p.exchange({ url: '/' })).view()`. Addresses are under the target. */
export function plant(plan: Plan, target = 'http://site.test'): Planting {
  const blobs = new Map<string, Uint8Array>();
  const probes: Probe[] = [];
  const store = {
    put: (sha256: string, bytes: Uint8Array) => void blobs.set(sha256, bytes),
    get: (sha256: string) => {
      const bytes = blobs.get(sha256);
      if (bytes === undefined) throw new Error('no such blob');
      return bytes;
    },
  };
  const planting: Planting = {
    probe(name, act) {
      const record = createProbeRecorder(name, probes.length + 1, store, () => Date.parse(CIRCUMSTANCES.began));
      act(plantIn(record, target));
      probes.push(record.end());
      return planting;
    },
    untested(name, reason) {
      probes.push({ name, state: 'untested', reason, observations: [] });
      return planting;
    },
    view: (circumstances = {}) =>
      viewEvidence({ plan, target, circumstances: { ...CIRCUMSTANCES, ...circumstances }, probes }, store.get),
  };
  return planting;
}

const toBytes = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;
const toPairs = (headers: Readonly<Record<string, string>>): [string, string][] => Object.entries(headers);

function plantIn(record: ProbeRecorder, target: string): Planted {
  return {
    exchange({
      label = '',
      by = 'http',
      method = 'GET',
      url,
      sent = {},
      status = 200,
      headers = {},
      body = '',
      noAnswer,
      isCut = false,
    }) {
      const request = { method, url: new URL(url, target).href, headers: toPairs(sent) };
      const type = headers['content-type']?.split(';')[0];
      const response = { status, headers: toPairs(headers), body: record.keep(toBytes(body), type), isCut };
      const came = noAnswer === undefined ? { response } : { noAnswer };
      return record.add({ kind: 'exchange', label, by, request, ms: 1, ...came });
    },
    page(label, { dom = '', text = '', ...page }) {
      const seen = { url: `${target}/`, title: '', language: 'en', width: 1280, cookies: [], ...page };
      const blobs = { dom: record.keep(toBytes(dom), 'text/html'), text: record.keep(toBytes(text), 'text/plain') };
      return record.add({ ...seen, ...blobs, kind: 'page', label } as Omit<PageView, 'id' | 'at'>);
    },
    fact: (label, value) => record.add({ kind: 'fact', label, value } as Omit<Fact, 'id' | 'at'>),
  };
}
