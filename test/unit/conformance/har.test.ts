import { describe, expect, it } from 'vitest';
import { formatHar } from '../../conformance/evidence/har.ts';
import { makeSample } from './sample-report.ts';

interface Entry {
  readonly pageref: string;
  readonly time: number;
  readonly request: {
    readonly url: string;
    readonly queryString: unknown;
    readonly postData?: { readonly text: string };
  };
  readonly response: {
    readonly status: number;
    readonly content: {
      readonly size: number;
      readonly mimeType: string;
      readonly text?: string;
      readonly comment?: string;
    };
    readonly _isCut?: boolean;
  };
  readonly _id: string;
  readonly _noAnswer?: string;
}

const { evidence, blobs } = makeSample();
const har = JSON.parse(formatHar(evidence, (sha256) => blobs.get(sha256) as Uint8Array)).log;
const entries: readonly Entry[] = har.entries;
const find = (part: string) => entries.find(({ request }) => request.url.includes(part)) as Entry;

describe('the traffic as HAR', () => {
  it('has every member that HAR 1.2 asks for', () => {
    expect(har).toMatchObject({
      version: '1.2',
      creator: { name: '@bauta/conformance', version: '0.1.0' },
      browser: { name: 'Chromium', version: '156.0.8078.79' },
    });
    expect(har.pages.map(({ id }: { id: string }) => id)).toEqual(['gate', 'media', 'traffic']);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        startedDateTime: expect.stringMatching(/^2026-11-18T09:1/),
        time: expect.any(Number),
        request: {
          method: expect.any(String),
          httpVersion: '',
          cookies: [],
          headers: expect.any(Array),
          headersSize: -1,
        },
        response: { status: expect.any(Number), statusText: '', cookies: [], redirectURL: '', headersSize: -1 },
        cache: {},
        timings: { send: 0, wait: expect.any(Number), receive: 0 },
      });
      expect(har.pages.some(({ id }: { id: string }) => id === entry.pageref)).toBe(true);
    }
  });

  it('holds every exchange once, by the id of the evidence', () => {
    const exchanges = evidence.probes.flatMap(({ observations }) =>
      observations.filter(({ kind }) => kind === 'exchange'),
    );
    expect(entries.map(({ _id }) => _id)).toEqual(exchanges.map(({ id }) => id));
    expect(entries).toHaveLength(6);
  });

  it('shows words, points to bytes, and says what was cut or never came', () => {
    expect(find('/api/v1').response.content.text).toContain('"title":"Film 3"');
    const film = find('720p.mp4').response;
    expect(film).toMatchObject({
      _isCut: true,
      bodySize: -1,
      content: { size: 1024, mimeType: 'video/mp4', text: '' },
    });
    expect(film.content.comment).toMatch(/^blobs\/[0-9a-f]{64}$/);
    expect(find('stats.example')).toMatchObject({ _noAnswer: 'timeout', response: { status: 0 } });
    expect(find('stats.example').request.postData?.text).toBe('page=%2Fwatch%2F8812');
    expect(find('client_id').request.queryString).toEqual([
      { name: 'client_id', value: 'video.example' },
      { name: 'return', value: 'https://video.example/watch/8812' },
    ]);
  });
});
