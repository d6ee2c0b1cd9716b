import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { Circumstances, Exchange } from '../../evidence/observation.ts';
import { headerOf } from '../../evidence/view.ts';
import { isLoopback } from '../../reading/loopback.ts';
import { lookUp } from './look-up.ts';

/** What surrounds a target, as this machine sees it. */
export type Surroundings = Pick<Circumstances, 'dns' | 'tls' | 'tlsVersion'>;

/** Longest wait for a handshake, in ms. */
const PATIENCE = 10_000;

/** Asks the resolver, and looks at the certificates without judging them. What does not answer is left out. */
export async function lookAround(target: URL): Promise<Surroundings> {
  const [dns, tls] = await Promise.all([readAddresses(target.hostname), readTls(target)]);
  return { dns: [{ host: target.hostname, addresses: dns }], ...tls };
}

/** Seconds that the machine's clock is ahead of an answer's Date; undefined without one. */
export function clockAheadOf({ at, response }: Exchange): number | undefined {
  const date = Date.parse(headerOf(response?.headers ?? [], 'date') ?? '');
  return Number.isNaN(date) ? undefined : Math.round((Date.parse(at) - date) / 1000);
}

async function readAddresses(host: string): Promise<readonly string[]> {
  if (isLoopback(host)) return ['127.0.0.1'];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address).sort();
  } catch {
    return [];
  }
}

async function readTls(target: URL): Promise<Omit<Surroundings, 'dns'>> {
  if (target.protocol !== 'https:') return { tls: [] };
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(target.port || 443),
    servername: host,
    lookup: lookUp,
    // A bad certificate is evidence too.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(PATIENCE) });
    const version = socket.getProtocol();
    const chain = chainOf(socket.getPeerCertificate(true));
    return { tls: chain, ...(version === null ? {} : { tlsVersion: version }) };
  } catch {
    return { tls: [] };
  } finally {
    socket.destroy();
  }
}

function chainOf(leaf: DetailedPeerCertificate): Circumstances['tls'] {
  const chain: DetailedPeerCertificate[] = [];
  for (let one = leaf; one?.raw !== undefined && !chain.includes(one); one = one.issuerCertificate) chain.push(one);
  return chain.map(({ subject, issuer, valid_from, valid_to, raw }) => ({
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: new Date(valid_from).toISOString(),
    validTo: new Date(valid_to).toISOString(),
    sha256: createHash('sha256').update(raw).digest('hex'),
  }));
}

function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${[value].flat().join('+')}`)
    .join(', ');
}
