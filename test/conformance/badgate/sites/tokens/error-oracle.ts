import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { isRedeem } from '../frame/asks.ts';

export const errorOracle: Fixture = site(
  {
    name: 'error-oracle',
    sentence: 'Tells whoever shows a wrong token what is wrong with it.',
    seenAt: 'conformance.md S-13: refused alike, and its list of broken sites: error oracle',
    fails: ['S-13'],
  },
  () => {
    let last = '';
    return {
      gate: () => ({
        onRefused: (code) => {
          last = code;
        },
      }),
      after(response, request) {
        if (!isRedeem(request) || response.status !== 401) return response;
        const headers = new Headers(response.headers);
        headers.delete('content-length');
        return new Response(JSON.stringify({ status: 401, code: last }), { status: 401, headers });
      },
    };
  },
);
