import { formatBase64 } from '../../protocol/base64.ts';
import { readUtf8 } from '../../protocol/bytes.ts';
import { AgeError, check } from '../../protocol/errors.ts';
import { type Json, parseJson, readMembers } from '../../protocol/json.ts';
import { encodeCbor } from '../cbor.ts';
import { readAtMost } from '../limited-answer.ts';
import type { ZkStatement, ZkVerifier } from './zk-verifier.ts';

/** A verifier that runs beside us. */
export interface HttpZkVerifierOptions {
  /** Where it takes proofs: `http://127.0.0.1:8888/zkverify` as google's server does. */
  readonly url: string;
  /** Carries the request; redirections are not followed. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** How long an answer may take; a proof takes about a second. */
  readonly timeoutMs: number;
}

const LONGEST_ANSWER = 65_536;

/**
 * Has proofs verified by the `reference/verifier-service` of google/longfellow-zk, or any server that speaks as it does:
 * POST `{"Transcript", "ZKDeviceResponseCBOR"}`, both base64, answered by 200 `{"Status": true | false, "Claims":
 * {name space: [{"ElementIdentifier", "ElementValue": base64 of CBOR}]}, "Message"?}`. Only `true` with the very claims
 * of the statement is a yes: the server reads the answer with a reader of its own, and must have read the same.
 * That server wants the providers' certificates in a file of its own too, besides our trusted list.
 * @throws TypeError on an URL that is none.
 */
export function httpZkVerifier({ url, fetch, timeoutMs }: HttpZkVerifierOptions): ZkVerifier {
  const address = new URL(url).href;
  return {
    async verify(statement) {
      const body = JSON.stringify({
        Transcript: formatBase64(statement.sessionTranscript),
        ZKDeviceResponseCBOR: formatBase64(statement.deviceResponse),
      });
      const verdict = await ask(address, body, fetch, timeoutMs);
      return isYes(verdict, statement);
    },
  };
}

async function ask(url: string, body: string, fetch: HttpZkVerifierOptions['fetch'], timeoutMs: number): Promise<Json> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { 'content-type': 'application/json' };
  const timeout = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  try {
    const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    // A fetch that does not heed the signal must not hold us up either.
    return await Promise.race([fetch(request).then(readVerdict), timeout]);
  } catch (error) {
    if (error instanceof AgeError) throw error;
    // The other side's words stay there: they may quote the proof.
    throw new AgeError('ERR_NOT_READY', 'the verifier of zero-knowledge proofs did not answer');
  }
}

async function readVerdict(response: Response): Promise<Json> {
  check(response.status === 200, 'ERR_NOT_READY', 'the verifier of zero-knowledge proofs could not say');
  return parseJson(readUtf8(await readAtMost(response, LONGEST_ANSWER)));
}

function isYes(verdict: Json, { nameSpace, items }: ZkStatement): boolean {
  if (verdict === null || typeof verdict !== 'object' || Array.isArray(verdict) || verdict.Status !== true)
    return false;
  try {
    const claims = readMembers(verdict.Claims, [nameSpace])[nameSpace];
    if (!Array.isArray(claims) || claims.length !== items.length) return false;
    return items.every(({ identifier, value }, i) => {
      const claim = readMembers(claims[i], ['ElementIdentifier', 'ElementValue']);
      return claim.ElementIdentifier === identifier && claim.ElementValue === formatBase64(encodeCbor(value));
    });
  } catch {
    return false;
  }
}
