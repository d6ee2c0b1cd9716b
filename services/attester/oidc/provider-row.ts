import { checkPublicUrl, isLoopback, parseJson } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { ConfigFault } from '../../settings/config-fault.ts';
import { refine } from '../../settings/public-file.ts';
import { AGE_CLAIM_FORMS, type AgeClaim, type AgeClaimForm } from './age-claims.ts';

/** A row of OIDC_PROVIDERS: an OpenID provider that knows people's ages, and what it is asked. */
export interface ProviderRow {
  /** Its method at the attester is `oidc-NAME`. */
  readonly name: string;
  /** What people call it. */
  readonly label: string;
  /** Its issuer identifier, letter for letter. */
  readonly issuer: string;
  /** What it knows this attester as. */
  readonly clientId: string;
  readonly claim: AgeClaim;
  /** Where the claim stands. */
  readonly from: 'id_token' | 'userinfo';
  /** Scopes beside `openid`, for providers that give the claim by scope alone. */
  readonly scopes: readonly string[];
  /** Seconds since the person last proved to the provider who they are. */
  readonly maxAge: number;
  /** The classes of authentication that will do; any when there is none. */
  readonly acr: readonly string[];
  /** Days for which the evidence stands. */
  readonly lifetimeDays: number;
}

const SETTING = 'OIDC_PROVIDERS';

const line = (most: number) =>
  z.string('not a text').regex(new RegExp(`^[!-~]{1,${most}}$`), 'not 1 to so many plain characters');
const whole = (least: number, most: number) =>
  z.int(`not a whole number from ${least} to ${most}`).min(least, `less than ${least}`).max(most, `more than ${most}`);
const names = z.array(line(100), 'not a list').max(10, 'more than 10').default([]);

const claim = z
  .strictObject({
    name: line(100),
    as: z.enum(AGE_CLAIM_FORMS as [AgeClaimForm, ...AgeClaimForm[]], `not one of ${AGE_CLAIM_FORMS.join(', ')}`),
    age: whole(1, 130).exactOptional(),
  })
  .superRefine(
    refine('age goes with "over", and with nothing else', ({ as, age }) => (as === 'over') === (age !== undefined)),
  )
  .superRefine(
    refine('another age than its name says', ({ name, age }) => {
      const [, said] = /^age_over_(\d+)$/.exec(name) ?? [];
      return said === undefined || age === undefined || Number(said) === age;
    }),
  );

const rowOf = (production: boolean) =>
  z.strictObject({
    name: z.string('not a text').regex(/^[a-z][a-z0-9-]{0,19}$/, 'not small letters, digits and dashes, at most 20'),
    label: z.string('not a text').regex(/^(?! )[^\p{C}]{1,60}(?<! )$/u, 'not 1 to 60 characters on one line'),
    issuer: z
      .string('not a text')
      .superRefine(
        refine(
          production ? 'not a plain https address' : 'not a plain https address, or http on this machine',
          (text) => isIssuer(text, production),
        ),
      ),
    clientId: line(255),
    claim,
    from: z.enum(['id_token', 'userinfo'], 'not id_token or userinfo').default('id_token'),
    scopes: names,
    maxAge: whole(0, 86_400).default(300),
    acr: names,
    lifetimeDays: whole(1, 365).default(90),
  });

/**
 * Reads OIDC_PROVIDERS: a JSON list of rows.
 * @throws ConfigFault with a line for everything that is wrong; no line holds a value
 */
export function parseProviderRows(
  text: string,
  { production }: { readonly production: boolean },
): readonly ProviderRow[] {
  const rows = z
    .array(rowOf(production), 'not a list')
    .max(20, 'more than 20 providers')
    .superRefine(refine('a name stands twice', (all) => new Set(all.map(({ name }) => name)).size === all.length));
  const read = rows.safeParse(parse(text));
  if (read.success) return read.data;
  throw new ConfigFault(
    read.error.issues.map(({ code, path, message }) => {
      const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
      return `${SETTING}${where}: ${code === 'unrecognized_keys' ? 'a member that is not known' : message}`;
    }),
  );
}

/** OpenID Connect Core §2: no query and no fragment; with or without a slash at its end. */
function isIssuer(text: string, production: boolean): boolean {
  const url = checkPublicUrl(text.endsWith('/') ? text : `${text}/`);
  return url.protocol === 'https:' || (!production && isLoopback(url.hostname));
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new ConfigFault([`${SETTING}: not JSON, or a member stands twice`]);
  }
}
