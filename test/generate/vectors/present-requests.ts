import { ascii, base64url, join } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { twinOf } from './wallet.ts';
import { ISSUER, NOW, PRE_HASH, REDEEM_URL, THRESHOLD, worldChallenge } from './world.ts';

const CHALLENGE = worldChallenge();
const REQUEST = { v: 1, mode: 1, redeem: REDEEM_URL, issuer: ISSUER, threshold: THRESHOLD, challenge: CHALLENGE };

type Members = Readonly<Record<string, unknown>>;

const fragmentOf = (members: Members): string => base64url(ascii(JSON.stringify(members)));
const changed = (members: Members): string => fragmentOf({ ...REQUEST, ...members });

/** Requests as the wallet judges their form. */
export function presentRequestVectors(): VectorFile {
  const accepted = (id: string, about: string, members: Members = {}) => {
    const request = { ...REQUEST, ...members };
    const json = JSON.stringify(request);
    const { origin } = new URL(request.redeem);
    return { id, about, result: 'accepted' as Result, fragment: fragmentOf(request), json, origin };
  };
  const refused = (id: string, about: string, fragment: string) => {
    return { id, about, result: 'ERR_PRESENT_REQUEST' as Result, fragment };
  };
  const redeem = (id: string, about: string, url: string) => refused(`redeem-${id}`, about, changed({ redeem: url }));
  const json = JSON.stringify(REQUEST);
  // A good fragment whose last character has bits to spare.
  const spared = changed({ redeem: redeemOf((fragment) => fragment.length % 4 > 1) });
  const text = (id: string, about: string, written: string) => refused(id, about, base64url(ascii(written)));
  return vectorFile(
    'present-request',
    'What stands behind the # of the address of the wallet: protocol.md §4.',
    [
      accepted('request', 'as the site writes it'),
      accepted('port', 'a site on a port', { redeem: 'https://site.example:8443/_age/redeem' }),
      accepted('loopback', 'a site in development', {
        redeem: 'http://demo.localhost:4000/_age/redeem',
        issuer: 'issuer.localhost:4003',
      }),
      accepted('loopback-address', 'a site in development, by address', {
        redeem: 'http://127.0.0.1:4000/_age/redeem',
      }),
      accepted('2048-characters', 'as long as it may be', { redeem: redeemOf(({ length }) => length === 2048) }),
      ...Object.keys(REQUEST).map((name) =>
        refused(`without-${name}`, `it lacks ${name}`, changed({ [name]: undefined })),
      ),
      ...Object.keys(REQUEST).map((name) => refused(`${name}-null`, `${name} is null`, changed({ [name]: null }))),
      refused('unknown', 'an unknown member', changed({ state: 'a' })),
      text('doubled', 'redeem stands twice', json.replace('{', '{"redeem":"https://other.example/",')),
      text('doubled-same', 'v stands twice, the same both times', json.replace('{', '{"v":1,')),
      text(
        'doubled-escaped',
        'redeem stands twice, once escaped',
        json.replace('}', ',"\\u0072edeem":"https://other.example/"}'),
      ),
      text('proto', 'a member __proto__', json.replace('}', ',"__proto__":null}')),
      refused(
        'reordered',
        'members in another order',
        fragmentOf(Object.fromEntries(Object.entries(REQUEST).reverse())),
      ),
      text('space', 'a space behind a colon', json.replace(':', ': ')),
      text('line-feed', 'a line feed at the end', `${json}\n`),
      text('escaped', 'an escape that was not needed', json.replace('https:/', 'https:\\/')),
      text('bom', 'a byte order mark at the beginning', `\ufeff${json}`),
      text('fraction', 'the age as 18.0', json.replace('18', '18.0')),
      text('list', 'a list', `[${json}]`),
      text('cut', 'half a text', json.slice(0, -1)),
      refused('no-fragment', 'nothing at all', ''),
      refused('not-utf8', 'bytes that are not UTF-8', base64url(join(ascii(json), Uint8Array.of(0xe9)))),
      refused('padded', 'with padding', padded(spared)),
      refused('twin', 'another spelling of the same bytes', twinOf(spared)),
      refused('standard-base64', 'a character of the other base64', `${fragmentOf(REQUEST).slice(0, -1)}+`),
      refused('percent', 'a character of a URL', `${fragmentOf(REQUEST)}%3D`),
      refused(
        '2049-characters',
        'a character too long',
        `${changed({ redeem: redeemOf(({ length }) => length === 2048) })}A`,
      ),
      refused('too-long', 'too long, else good', changed({ redeem: redeemOf(({ length }) => length === 2050) })),
      refused('v-2', 'a version to come', changed({ v: 2 })),
      refused(
        'mode-2',
        'for API clients, which no wallet serves',
        changed({ mode: 2, challenge: worldChallenge({ mode: 2 }) }),
      ),
      refused('mode-3', 'mode 3 is reserved', changed({ mode: 3, challenge: worldChallenge({ mode: 3 }) })),
      refused('age-text', 'the age is a text', changed({ threshold: '18' })),
      refused('age-differs', 'another age than the one in the challenge', changed({ threshold: 21 })),
      refused(
        'mode-differs',
        'another mode than the one in the challenge',
        changed({ challenge: worldChallenge({ mode: 2 }) }),
      ),
      refused(
        'challenge-short',
        'a challenge of 70 bytes',
        changed({ challenge: CHALLENGE.slice(0, 94).replace(/.$/, 'A') }),
      ),
      refused('challenge-version', 'a challenge of version 2', changed({ challenge: worldChallenge({ version: 2 }) })),
      refused('challenge-twin', 'the challenge in another spelling', changed({ challenge: twinOf(CHALLENGE) })),
      redeem('http', 'an address over http', 'http://site.example/_age/redeem'),
      redeem('almost-loopback', 'http, and a host that only ends like loopback', 'http://notlocalhost/_age/redeem'),
      redeem(
        'loopback-prefix',
        'http, and a host that only begins like loopback',
        'http://127.0.0.1.example/_age/redeem',
      ),
      redeem('scheme', 'a script for an address', 'javascript:alert(1)'),
      redeem('blob', 'an address in memory', 'blob:https://site.example/0b6d3cbe'),
      redeem('user', 'an address with a name', 'https://user@site.example/_age/redeem'),
      redeem('password', 'an address with a name and a password', 'https://user:secret@site.example/_age/redeem'),
      redeem('query', 'an address with a query', `${REDEEM_URL}?a`),
      redeem('empty-query', 'an address with an empty query', `${REDEEM_URL}?`),
      redeem('fragment', 'an address with a fragment', `${REDEEM_URL}#a`),
      redeem('empty-fragment', 'an address with an empty fragment', `${REDEEM_URL}#`),
      redeem('upper-case', 'a host in upper case', 'https://Site.example/_age/redeem'),
      redeem('default-port', 'a port that goes without saying', 'https://site.example:443/_age/redeem'),
      redeem('no-path', 'an address without a path', 'https://site.example'),
      redeem('dots', 'a path with dots', 'https://site.example/a/../_age/redeem'),
      redeem('backslash', 'a backslash for a slash', 'https://site.example\\_age/redeem'),
      redeem('tab', 'a tab that browsers drop', 'https://site.example/_age/\tredeem'),
      redeem('unicode-host', 'a host that is not ASCII', 'https://b\u00fccher.example/_age/redeem'),
      redeem('relative', 'an address without its host', '/_age/redeem'),
      refused('issuer-upper-case', 'an issuer name in upper case', changed({ issuer: 'Issuer.example' })),
      refused('issuer-default-port', 'an issuer name with port 443', changed({ issuer: 'issuer.example:443' })),
      refused('issuer-url', 'a URL for an issuer name', changed({ issuer: 'https://issuer.example' })),
      refused('issuer-path', 'an issuer name with a path', changed({ issuer: 'issuer.example/a' })),
    ],
    { request: { ...REQUEST, issuedAt: NOW, preHash: Buffer.from(PRE_HASH).toString('hex') } },
  );
}

/** The shortest redeem URL that makes the fragment fit. */
function redeemOf(fits: (fragment: string) => boolean): string {
  for (let more = 0; more < 2048; more++) {
    const redeem = REDEEM_URL + 'a'.repeat(more);
    if (fits(changed({ redeem }))) return redeem;
  }
  throw new TypeError('no such request');
}

function padded(text: string): string {
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}
