import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { createVerifier } from './verifier.ts';

// The modules InvalidKbJwtAud, InvalidKbJwtNonce, InvalidKbJwtSignature, InvalidSdHash, KbJwtIatInFuture and
// KbJwtIatInPast are about the key binding JWT of an SD-JWT VC. An mdoc has none: its device signature stands in its
// place (VP1FinalVerifierInvalidSessionTranscript). They do not apply, because nothing here ever asks for an SD-JWT.
describe('oid4vp-1final-verifier modules for SD-JWT VC', () => {
  it.each([
    ['eudi-wallet', {}],
    ['eudi-wallet', { pid: true }],
    ['eu-wallet', {}],
  ] as const)('do not apply: every request of %s (%o) is for an mdoc', async (method, options) => {
    const verifier = createVerifier(options);
    const { request = '', here = '', digital = [] } = await verifier.begin(method);
    const formats: string[] = [];
    for (const link of [request, here]) {
      const parameters = new URL(link).searchParams;
      const fetched = parameters.get('request_uri');
      const query = fetched
        ? decodeJwt(await (await verifier.fetch(new Request(fetched))).text()).dcql_query
        : JSON.parse(parameters.get('dcql_query') as string);
      formats.push(...query.credentials.map((one: { format: string }) => one.format));
    }
    for (const { data } of digital) {
      if (!data.request) continue;
      const { dcql_query: query } = decodeJwt(data.request) as { dcql_query: { credentials: { format: string }[] } };
      formats.push(...query.credentials.map(({ format }) => format));
    }
    expect(formats.length).toBeGreaterThan(1);
    expect(new Set(formats)).toEqual(new Set(['mso_mdoc']));
  });
});
