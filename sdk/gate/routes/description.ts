import { listOffers } from '../offers.ts';
import type { GateSettings } from '../options.ts';
import { DESCRIPTION_PATH, OWN_PREFIX } from '../policy.ts';
import type { Act } from '../visit.ts';

/** `GET /.well-known/age-gate.json`: open to everyone, as `spec/age-gate.schema.json` has it. */
export const description: Act = ({ settings }) => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  },
  cookies: [],
  body: `${JSON.stringify(describe(settings), null, 2)}\n`,
});

function describe({ policy, publicPaths, canaries, issuer, contact, report, methods }: GateSettings): object {
  return {
    version: 1,
    policy: policy.name,
    gated: listGated(publicPaths),
    canaries,
    options: listOffers(methods).map(({ name, privacy }) => ({ name, privacy })),
    issuer,
    contact,
    leaseSeconds: policy.leaseSeconds,
    leaveSeconds: policy.leaveSeconds,
    report,
  };
}

/**
 * The allow-list turned about: `/*`, everything, and then what is taken out of it, each with `!` in front. A pattern
 * that ends in `*` is for every path that begins so; another is for that path alone; of those that fit, the last counts.
 */
function listGated(publicPaths: readonly string[]): readonly string[] {
  const open = [...publicPaths, OWN_PREFIX, DESCRIPTION_PATH];
  return ['/*', ...open.map((entry) => (entry.endsWith('/') ? `!${entry}*` : `!${entry}`))];
}
