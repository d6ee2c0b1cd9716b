import { expect } from 'vitest';
import { admit } from '../door/admit.ts';
import { HOST } from '../door/headers.ts';
import type { ServedIssuer } from '../door/issuer-over-http.ts';
import { ORIGIN } from '../door/open-gate.ts';
import { GATED_PATHS } from '../door/paths.ts';
import { ask } from '../door/raw-ask.ts';
import { findLeaks } from '../door/unverified.ts';

/** A site whose page says "For adults." keeps it from a stranger, and shows it to whoever brings a token. */
export async function expectGuarded(port: number, issuer: ServedIssuer): Promise<void> {
  const gated = GATED_PATHS.map((path) => ({ name: path, line: `GET ${path}`, headers: [HOST], isGated: true }));
  expect(await findLeaks(port, ['For adults.'], gated)).toEqual([]);
  const [held] = await issuer.mint();
  if (!held) throw new Error('no token');
  const cookie = await admit(port, ORIGIN, held);
  const { status, body, headers } = await ask(port, { line: 'GET /', headers: [HOST, `Cookie: ${cookie}`] });
  expect([status, headers['cache-control']]).toEqual([200, ['private, no-store']]);
  expect(body.toString()).toContain('For adults.');
}
