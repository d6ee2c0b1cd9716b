import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isLoopback } from '../../reading/loopback.ts';

/** As `dns.lookup`, but `*.localhost` is this machine (RFC 6761 §6.3), which not every resolver knows. */
export const lookUp: LookupFunction = (host, options, answer) => {
  if (!isLoopback(host)) return lookup(host, options, answer);
  const address = host === '[::1]' || host === '::1' ? '::1' : '127.0.0.1';
  const family = address === '::1' ? 6 : 4;
  if (options.all) return answer(null, [{ address, family }]);
  return answer(null, address, family);
};
