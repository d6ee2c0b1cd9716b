import { randomBytes } from 'node:crypto';
import { timeOf } from '../../reading/answer-time.ts';
import { toBytes } from '../../reading/big-number.ts';
import { blindRsaKeys, type ReadDirectory } from '../../reading/issuer-directory.ts';
import { type ReadTokenKey, readTokenKey } from '../../reading/token-key.ts';
import { type Blinded, blind, RSA_BYTES, unblind } from '../crypto/blind.ts';
import { BATCH_ITEMS, BATCH_TYPE, SINGLE_TYPE, writeBatch, writeSingle } from '../crypto/request.ts';
import { authorizationOf, drawTokenInput } from '../crypto/token.ts';
import type { HttpAnswer } from '../http/http-door.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { requestUrlOf, seenDirectory } from './find-issuer-keys.ts';
import type { GrantHolder, GrantSource } from './grant-source.ts';

/** Accounts that are made at most, for want of grants. */
const MOST_ACCOUNTS = 8;

/** Blinded values that no honest wallet sends. */
const ODD_VALUES: Readonly<Record<string, (n: bigint) => bigint>> = {
  zero: () => 0n,
  one: () => 1n,
  largest: (n) => n - 1n,
  modulus: (n) => n,
  'above-modulus': (n) => n + 1n,
  highest: () => (1n << 2048n) - 1n,
};

/** A message of the suite's own, on its way to a signature. */
interface Sought {
  readonly message: Uint8Array;
  readonly blinded: Blinded;
}

/**
 * Signatures for messages of the suite's own, with grants. The messages have the form of tokens and the holder of none,
 * so that they can be shown to no site; therefore all of their numbers are recorded. Facts:
 * - `source`: `{ kind, issuer, attester }`; `slot`: `{ key (SPKI, base64url), threshold, epoch }`
 * - `batch`: `{ exchange, answer: bytes, expected: bytes, items: [{ message, blinded, blindSignature, encoded, signature }] }`,
 *   numbers in base64url; no items where it was refused. The exchanges are labelled `batch`, `batch-again` (the same bytes)
 *   and `other-body` (another body with the first one's grant)
 * - `single`: the same for one message; exchange `single`
 * - `value`: `{ value, exchange }` for each of zero, one, largest (n − 1), modulus, above-modulus, highest (2^2048 − 1)
 * - `key`: `{ which: 'unlisted' | 'not-signing', exchange }`
 * - `quota`: `{ granted, refused: code or null }` of the first account, for one week
 */
export const issuerMinting: ProbeAct = {
  name: 'issuer-minting',
  title: { en: 'Asking for signatures with a right to them', fr: 'Demander des signatures en y ayant droit' },
  needs: ['authority'],
  async run(context) {
    const { record } = context;
    const directory = seenDirectory(context);
    const url = directory === undefined ? undefined : requestUrlOf(context, directory);
    if (directory === undefined || url === undefined) return record.leave('not-our-protocol');
    const now =
      (await context.clock?.now()) ?? timeOf(context.seen.probe('issuer-directory').exchanges('directory-plain')[0]);
    const source = await context.openGrants(now);
    if (source === undefined) return record.leave('no-tokens');
    const { kind, issuer, attester } = source;
    record.add({ kind: 'fact', label: 'source', value: { kind, issuer, attester } });
    const desk = await openDesk(context, source, url);
    if (desk === undefined) return record.leave('no-tokens');

    await askForBatch(context, desk, issuer);
    await askForSingle(context, desk, issuer);
    await askForOddValues(context, desk);
    await askUnderOtherKeys(context, desk, directory);
    record.add({ kind: 'fact', label: 'quota', value: await desk.quota() });
  },
};

/** Sends bodies with the grants that they need. */
interface Desk {
  readonly key: ReadTokenKey;
  ask(
    label: string,
    body: Uint8Array,
    type: string,
  ): Promise<{ readonly answer: HttpAnswer; readonly grant: Uint8Array }>;
  send(label: string, body: Uint8Array, type: string, grant: Uint8Array): Promise<HttpAnswer>;
  quota(): Promise<{ readonly granted: number; readonly refused: string | null }>;
}

async function openDesk({ http, record }: ProbeContext, source: GrantSource, url: string): Promise<Desk | undefined> {
  let holder: GrantHolder | undefined = await source.enrol();
  if (holder === undefined) return undefined;
  const { key, threshold, epoch } = holder.slot;
  const slot = { key: text(key.spki), threshold, epoch };
  record.add({ kind: 'fact', label: 'slot', value: slot });
  let accounts = 1;
  let granted = 0;
  let refused: string | null = null;

  async function draw(body: Uint8Array): Promise<Uint8Array> {
    for (;;) {
      const drawn = await holder?.draw(body);
      if (drawn !== undefined && 'grant' in drawn) {
        if (accounts === 1) granted++;
        return drawn.grant;
      }
      if (accounts === 1) refused = drawn?.refused ?? null;
      if (drawn === undefined || accounts === MOST_ACCOUNTS) return record.leave('no-tokens');
      holder = await source.enrol();
      accounts++;
    }
  }

  const send: Desk['send'] = (label, body, type, grant) => {
    const headers = { 'content-type': type, authorization: authorizationOf(grant) };
    return http.send(record, { method: 'POST', url, headers, body, label });
  };
  return {
    key,
    send,
    async ask(label, body, type) {
      const grant = await draw(body);
      return { grant, answer: await send(label, body, type, grant) };
    },
    quota: async () => ({ granted, refused }),
  };
}

async function askForBatch({ record }: ProbeContext, desk: Desk, issuer: string): Promise<void> {
  const { key } = desk;
  const draft = () => seek(key, issuer, BATCH_ITEMS);
  const sought = draft();
  const body = bodyOf(key, sought);
  const { answer, grant } = await desk.ask('batch', body, BATCH_TYPE);
  // A length of two bytes, then for each one byte, two of its type, and the signature.
  const items = sought.map((one, i) => written(key, one, answer, 2 + 259 * i + 3));
  const value = {
    exchange: answer.id,
    answer: answer.bytes.length,
    expected: 7772,
    items: isSigned(answer) ? items : [],
  };
  record.add({ kind: 'fact', label: 'batch', value });
  await desk.send('batch-again', body, BATCH_TYPE, grant);
  await desk.send('other-body', bodyOf(key, draft()), BATCH_TYPE, grant);
}

async function askForSingle({ record }: ProbeContext, desk: Desk, issuer: string): Promise<void> {
  const [one] = seek(desk.key, issuer, 1);
  if (one === undefined) return;
  const { answer } = await desk.ask('single', writeSingle(desk.key.truncatedId, one.blinded.blinded), SINGLE_TYPE);
  const items = isSigned(answer) ? [written(desk.key, one, answer, 0)] : [];
  const value = { exchange: answer.id, answer: answer.bytes.length, expected: RSA_BYTES, items };
  record.add({ kind: 'fact', label: 'single', value });
}

async function askForOddValues({ record }: ProbeContext, desk: Desk): Promise<void> {
  for (const [value, draw] of Object.entries(ODD_VALUES)) {
    const body = writeSingle(desk.key.truncatedId, toBytes(draw(desk.key.modulus), RSA_BYTES));
    const { answer } = await desk.ask(`value-${value}`, body, SINGLE_TYPE);
    record.add({ kind: 'fact', label: 'value', value: { value, exchange: answer.id } });
  }
}

async function askUnderOtherKeys(context: ProbeContext, desk: Desk, directory: ReadDirectory): Promise<void> {
  const { record } = context;
  for (const [which, truncatedId] of Object.entries(otherKeysOf(context, directory))) {
    if (truncatedId === undefined) continue;
    const blinded = randomBytes(RSA_BYTES);
    blinded[0] = 1;
    const { answer } = await desk.ask(`key-${which}`, writeSingle(truncatedId, blinded), SINGLE_TYPE);
    record.add({ kind: 'fact', label: 'key', value: { which, exchange: answer.id } });
  }
}

/** Truncated ids of a key that is listed nowhere, as a retired one is, and of one whose time has not begun. */
function otherKeysOf(
  { seen }: ProbeContext,
  directory: ReadDirectory,
): Readonly<Record<'unlisted' | 'not-signing', number | undefined>> {
  const listed = blindRsaKeys(directory).flatMap(({ spki, notBefore = 0 }) => {
    const key = readTokenKey(spki);
    return typeof key === 'string' ? [] : [{ id: key.truncatedId, notBefore }];
  });
  const ids = new Set(listed.map(({ id }) => id));
  const now = timeOf(seen.probe('issuer-directory').exchanges('directory-plain')[0]);
  return {
    unlisted: Array.from({ length: 256 }, (_, id) => id).find((id) => !ids.has(id)),
    'not-signing': listed.find(({ notBefore }) => notBefore > now)?.id,
  };
}

const seek = (key: ReadTokenKey, issuer: string, count: number): readonly Sought[] =>
  Array.from({ length: count }, () => {
    const message = drawTokenInput(issuer, key);
    return { message, blinded: blind(key, message) };
  });

const bodyOf = ({ truncatedId }: ReadTokenKey, sought: readonly Sought[]): Uint8Array =>
  writeBatch(sought.map(({ blinded }) => writeSingle(truncatedId, blinded.blinded)));

const isSigned = ({ response }: HttpAnswer): boolean => response?.status === 200;

function written(key: ReadTokenKey, { message, blinded }: Sought, { bytes }: HttpAnswer, at: number) {
  const blindSignature = bytes.slice(at, at + RSA_BYTES);
  return {
    message: text(message),
    blinded: text(blinded.blinded),
    blindSignature: text(blindSignature),
    encoded: text(toBytes(blinded.encoded, RSA_BYTES)),
    signature: text(unblind(key, blindSignature, blinded)),
  };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
