import { METRICS_MEDIA_TYPE } from '@bauta/sdk/metrics';

/** What visitors cause is counted in tens: whoever reads a counter does not see a single person come. */
export const METRICS_ROUND_TO = 10;

/** Answers `GET /metrics` and nothing else. @param text Prometheus' text format */
export function createMetricsAnswer(text: () => string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    if (method !== 'GET' || new URL(url).pathname !== '/metrics') return new Response(null, { status: 404, headers });
    return new Response(text(), { headers: { ...headers, 'content-type': METRICS_MEDIA_TYPE } });
  };
}
