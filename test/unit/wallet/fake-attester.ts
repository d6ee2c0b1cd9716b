import { randomBytes } from 'node:crypto';
import type { AssertionJson, RegistrationJson } from '@bauta/sdk/client';
import {
  DIRECTORY_PATH,
  type Epoch,
  epochAfter,
  epochAt,
  formatBase64url,
  formatHex,
  type GrantRequest,
  grantAssertionChallenge,
  type PublishedKey,
  parseBase64url,
  readTokenRequest,
} from '@bauta/sdk/protocol';
import { createAccounts, type DrawnRow, type FakeAccount } from './fake-accounts.ts';
import { blindSign, bytes, directory, drawKeys, type SlotKey, sha256 } from './fake-keys.ts';
import { type Answer, type Arrival, allowCors, type FakeRoom, json, problem } from './fake-room.ts';

/** An attester of the test's own: real keys, blind signatures and checks of what is sent, but no store, no evidence. */
export interface FakeAttester {
  readonly name: string;
  readonly keys: readonly PublishedKey[];
  /** What `GET /evidence` lists. */
  methods: readonly { readonly name: string; readonly label?: string }[];
  /** What `POST /evidence/result` says. */
  evidence: 'waiting' | 'proved' | 'refused';
  /** Whether the evidence shown next is what made the last account: then it re-enters that one, even if it was erased. */
  evidenceIsKnown: boolean;
  /** Answers `POST /grants` in place of the attester, when set. */
  interrupt: ((arrival: Arrival) => Answer | undefined) | undefined;
  /** Answers `POST /account/…` in place of the attester, when set. */
  interruptAct: ((arrival: Arrival) => Answer | undefined) | undefined;
  /** Sessions of evidence; a test may open one. */
  readonly opened: Set<string>;
  /** Hashes of the TokenRequests that were granted: one a slot and batch. */
  readonly granted: Set<string>;
  /** The living accounts. */
  readonly accounts: ReadonlySet<FakeAccount>;
  /** Every JSON that arrived. */
  readonly messages: { readonly path: string; readonly message: unknown }[];
}

interface GrantMessage {
  readonly nonce: string;
  readonly assertion: AssertionJson;
  readonly requests: (Omit<GrantRequest, 'request'> & { readonly request: string })[];
}

/** Grants per account and epoch. */
const K = 3;

export function actAsAttester(
  room: FakeRoom,
  options: { readonly now: () => number; readonly wallet: string },
): FakeAttester {
  const current = epochAt(options.now());
  const keys = drawKeys([current, epochAfter(current)]);
  const sessions = new Set<string>();
  const nonces = new Set<string>();
  const draws = new Map<string, { readonly account: FakeAccount; readonly epoch: Epoch }>();
  const accounts = createAccounts({ ...options, drawn });
  const attester: FakeAttester = {
    name: room.name,
    keys,
    methods: [{ name: 'eu-wallet' }],
    evidence: 'waiting',
    evidenceIsKnown: false,
    interrupt: undefined,
    interruptAct: undefined,
    opened: sessions,
    granted: new Set(),
    accounts: accounts.all,
    messages: [],
  };

  room.handle = allowCors(options.wallet, async (arrival) => {
    if (arrival.method === 'GET') {
      if (arrival.path === DIRECTORY_PATH) return directory(room, keys, options.now(), '/grants');
      if (arrival.path === '/evidence') return json({ methods: attester.methods });
      return { status: 404 };
    }
    const message = JSON.parse(arrival.body.toString());
    attester.messages.push({ path: arrival.path, message });
    if (arrival.path.startsWith('/account/')) {
      return attester.interruptAct?.(arrival) ?? accounts.act(arrival.path, message);
    }
    switch (arrival.path) {
      case '/evidence/eu-wallet': {
        const session = formatBase64url(bytes(randomBytes(32)));
        sessions.add(session);
        const request = evidenceRequest(room.origin);
        return json({ session, request, here: request, expires: options.now() + 300 }, 201);
      }
      case '/evidence/result':
        if (!sessions.has(message.session)) return problem(401, 'ERR_EVIDENCE_SESSION');
        return json(evidenceState(attester.evidence, options.now()));
      case '/accounts':
        return register(message);
      case '/grants/challenge': {
        const nonce = formatBase64url(bytes(randomBytes(32)));
        nonces.add(nonce);
        return json({ nonce, expires: options.now() + 300 });
      }
      case '/grants':
        return attester.interrupt?.(arrival) ?? grant(message);
      default:
        return { status: 404 };
    }
  });

  function register(message: { readonly session: string; readonly registration: RegistrationJson }): Answer {
    const { session, registration } = message;
    if (!sessions.delete(session)) return problem(401, 'ERR_EVIDENCE_SESSION');
    const challenge = sha256(Buffer.from('bauta/account/v1'), parseBase64url(session));
    accounts.enrol(registration, challenge, attester.evidenceIsKnown);
    return json({ thresholds: [18], expires: options.now() + 7_776_000 }, 201);
  }

  async function grant({ nonce, assertion, requests }: GrantMessage): Promise<Answer> {
    if (!nonces.delete(nonce)) return problem(401, 'ERR_NONCE');
    const items = requests.map((one) => ({ ...one, request: parseBase64url(one.request) }));
    const account = accounts.recognise(assertion, await grantAssertionChallenge(parseBase64url(nonce), items));
    if (typeof account === 'string') return problem(401, account);
    return json({
      responses: items.map(({ epoch, request }) => {
        const hash = formatHex(sha256(request));
        if (!attester.granted.has(hash) && countOf(account, epoch) >= K) return { error: 'ERR_QUOTA_EXCEEDED' };
        const key = keys.find((one) => one.epoch === epoch) as SlotKey;
        attester.granted.add(hash);
        draws.set(hash, { account, epoch });
        return { response: formatBase64url(blindSign(key.privateKey, readTokenRequest(request).blindedMessage)) };
      }),
    });
  }

  /** Counts what is in `granted` still, so that a test can start afresh by clearing it. */
  function countOf(account: FakeAccount, epoch: Epoch): number {
    const isOne = ([hash, draw]: [string, { account: FakeAccount; epoch: Epoch }]): boolean =>
      attester.granted.has(hash) && draw.account === account && draw.epoch === epoch;
    return [...draws].filter(isOne).length;
  }

  function drawn(account: FakeAccount): DrawnRow[] {
    return keys
      .map(({ threshold, epoch }) => ({ threshold, epoch, drawn: countOf(account, epoch), of: K }))
      .filter((row) => row.drawn > 0);
  }

  return attester;
}

/** About as long as the real one: a request by value with its DCQL query. */
function evidenceRequest(origin: string): string {
  const query = {
    client_id: `redirect_uri:${origin}/evidence/eu-wallet/answer/${'h'.repeat(43)}`,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    response_uri: `${origin}/evidence/eu-wallet/answer/${'h'.repeat(43)}`,
    nonce: 'n'.repeat(43),
    dcql_query: JSON.stringify({
      credentials: [
        {
          id: 'proof_of_age',
          format: 'mso_mdoc',
          meta: { doctype_value: 'eu.europa.ec.av.1' },
          claims: [{ path: ['eu.europa.ec.av.1', 'age_over_18'] }],
        },
      ],
    }),
  };
  return `av://authorize?${new URLSearchParams(query)}`;
}

function evidenceState(state: FakeAttester['evidence'], now: number): unknown {
  if (state === 'proved') return { state, thresholds: [18], expires: now + 7_776_000 };
  if (state === 'refused') return { state, code: 'ERR_AGE_NOT_SHOWN', reference: 'k3J9fQ2x' };
  return { state };
}
