import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { withHeaders } from '../frame/asks.ts';

/** Only whoever is let in learns the addresses of the other host: it takes a session to see this fault. */
export const cdnUngated: Fixture = site(
  {
    name: 'cdn-ungated',
    sentence: 'Keeps its films on another host, which serves them to everyone.',
    seenAt: 'conformance.md S-03: CDN; requirements.md, ARCOM-R4: direct GET of media',
    fails: ['S-03'],
  },
  {
    hosts: { 'cdn-films': (request, { content }) => content(request) },
    async after(response, request, { hosts }) {
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 200 || !/html|json|xml/.test(type) || request.url.includes('/.well-known/'))
        return response;
      const cdn = hosts['cdn-films'] ?? '';
      const policy = response.headers.get('content-security-policy') ?? '';
      const text = (await response.text()).replaceAll(
        /(?:http:\/\/colline\.localhost:\d+)?\/media\//g,
        `${cdn}/media/`,
      );
      const open = policy.replace("media-src 'self'", `media-src ${cdn}`);
      return withHeaders(new Response(text, response), (headers) => headers.set('content-security-policy', open));
    },
  },
);
