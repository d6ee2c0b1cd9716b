import type { House } from '../../../rooms/house.ts';
import type { Persona } from '../persona.ts';

/** Sends this person's words wherever something can be sent. @returns the statuses, by door */
export async function beRefused(house: House, { words, path }: Persona): Promise<Readonly<Record<string, number>>> {
  const { attester, issuer, demoSite, log, witness, wallet } = house.origins;
  const inUrl = encodeURIComponent(words);
  // A header takes no line feed and no character above 255; these words have neither.
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const bodies = [JSON.stringify({ [words]: words }), JSON.stringify({ session: words, nonce: words }), words];
  const asks: [string, RequestInit][] = [];
  const doors = [
    '/grants',
    '/grants/challenge',
    '/accounts',
    '/account/challenge',
    '/account/read',
    '/account/erase',
    '/account/share',
    '/account/passkeys',
    '/evidence/eu-wallet',
    '/evidence/eu-wallet/digital',
    '/evidence/eudi-wallet/digital',
    '/evidence/result',
    `/evidence/${inUrl}`,
    `/evidence/eu-wallet/answer/${inUrl}`,
    `/evidence/eudi-wallet/request/${inUrl}`,
  ];
  for (const door of doors)
    for (const body of bodies) asks.push([attester + door, { method: 'POST', headers: json, body }]);
  asks.push(
    [`${attester}/evidence/oidc-bank/return?code=${inUrl}&state=${inUrl}&error=${inUrl}`, {}],
    [
      `${attester}/evidence/eu-wallet/answer/${inUrl}`,
      { method: 'POST', headers: form, body: `vp_token=${inUrl}&state=${inUrl}` },
    ],
    [`${attester}/${inUrl}?${inUrl}`, {}],
    [`${issuer}/token-request?${inUrl}`, { method: 'POST', body: words, headers: { authorization: words } }],
    [
      `${issuer}/token-request`,
      {
        method: 'POST',
        body: words,
        headers: {
          authorization: `PrivateToken token="${Buffer.from(words).toString('base64url')}"`,
          'content-type': 'application/private-token-generic-batch-request',
        },
      },
    ],
    [`${issuer}/${inUrl}?${inUrl}`, {}],
    [`${demoSite}/${inUrl}?${inUrl}`, { headers: { accept: 'text/html' } }],
    [`${demoSite}/_age/${inUrl}?${inUrl}`, { headers: { accept: 'text/html' } }],
    [`${demoSite}/_age/gate?lang=${inUrl}`, { headers: { accept: 'text/html' } }],
    [`${demoSite}/_age/redeem`, { method: 'POST', body: `token=${inUrl}&dpop=${inUrl}`, headers: form }],
    [`${demoSite}/_age/redeem`, { method: 'POST', headers: { authorization: words, dpop: words } }],
    [`${demoSite}/_age/beat`, { method: 'POST', body: words }],
    [`${demoSite}/_age/enter?${inUrl}`, { headers: { accept: 'text/html', cookie: `__Host-age-code=${inUrl}` } }],
    [`${demoSite}${path}`, { method: 'DELETE', body: words }],
    [`${log}/add`, { method: 'POST', headers: json, body: words }],
    [`${log}/tile/${inUrl}`, {}],
    [`${witness}/add-checkpoint`, { method: 'POST', body: words }],
    [`${wallet}/${inUrl}?${inUrl}`, {}],
  );
  const statuses: Record<string, number> = {};
  for (const [url, init] of asks) {
    const { origin, pathname } = new URL(url);
    // The wallet's host is no room of a house in one process.
    const answer = await house.fetch(url, init).catch(() => undefined);
    if (!answer) continue;
    await answer.arrayBuffer();
    statuses[`${init.method ?? 'GET'} ${origin.replace(/^.*\/\//, '')}${pathname.replace(inUrl, '…')}`] = answer.status;
  }
  return statuses;
}
