// A way of showing one's age of your own: slips of paper that a till hands out after a look at an identity card.
// It keeps which slips are still good, as hashes, and nothing of whoever bought one.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { AgeError, type Bytes, readUtf8 } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import type { OpenEvidence } from '@bauta/services/attester/evidence-module';

const PORT = Number(process.env.SLIPS_PORT ?? 4040);
const ADDRESS = process.env.SLIPS_ADDRESS ?? `http://slips.localhost:${PORT}/`;
const DAY = 86_400;
/** Of a slip, and of what it proves, in days. */
const [SLIP_LASTS, PROOF_LASTS] = [14, 90];
const CODE = /^[A-Z2-7]{16}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const store = openSqlite(process.env.SLIPS_FILE ?? '.data/slips.db');
store.exec('CREATE TABLE IF NOT EXISTS slips (hash BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID');
const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();
/** As people copy it: in groups, in small letters, with whatever stands between. */
const codeIn = (body: Bytes): string =>
  (new URLSearchParams(readUtf8(body)).get('code') ?? '').toUpperCase().replace(/[^A-Z2-7]/g, '');

/** Makes slips for the till: 80 bits each, which nobody guesses. @param now Unix seconds. */
export function makeSlips(count: number, now: number): string[] {
  const put = store.prepare('INSERT INTO slips VALUES (?, ?)');
  return Array.from({ length: count }, () => {
    const code = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
    put.run(hashOf(code), now + SLIP_LASTS * DAY);
    return code;
  });
}

export const openEvidence: OpenEvidence = ({ thresholds }) => {
  let back = '';
  createServer((request, response) => {
    const state = new URL(request.url ?? '/', ADDRESS).searchParams.get('state') ?? '';
    const isAsked = /^[\w-]{43}$/.test(state) && back !== '';
    response.writeHead(isAsked ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'referrer-policy': 'no-referrer',
    });
    response.end(isAsked ? page(back, state) : 'Come here from your wallet.');
  })
    .listen(PORT, '127.0.0.1')
    .unref();

  return [
    {
      name: 'page-slip',
      label: 'Paper slip',
      ways: ['here'],
      async begin(_way, { handle, returnUrl }) {
        back = returnUrl;
        return { request: `${ADDRESS}?state=${handle}`, kept: '{}' };
      },
      checkForm(body) {
        if (!CODE.test(codeIn(body))) throw new AgeError('ERR_EVIDENCE_SESSION');
      },
      async complete(body, _kept, now) {
        const taken = store
          .prepare('DELETE FROM slips WHERE hash = ? AND until > ? RETURNING until')
          .all(hashOf(codeIn(body)), now);
        if (taken.length !== 1) throw new AgeError('ERR_AGE_NOT_SHOWN');
        return { thresholds: thresholds.filter((age) => age <= 18), expires: now + PROOF_LASTS * DAY };
      },
    },
  ];
};

const page = (action: string, state: string): string => `<!doctype html><html lang="en">
<meta name="viewport" content="width=device-width"><title>Paper slip</title>
<style>body{font:1.1rem/1.5 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.5rem 0}</style>
<h1>Your slip</h1><form action="${action}"><input type="hidden" name="state" value="${state}">
<label>The 16 letters and digits on it<input name="code" required autocomplete="off" autocapitalize="characters"
pattern="[ ]*([A-Za-z2-7][ -]*){16}"></label><button>Go on</button></form></html>`;
