import { ERROR_STATUS, type ErrorCode } from '@bauta/sdk/protocol';
import { Breach } from '../door.ts';
import { promise } from '../promise.ts';
import { MARKER } from './message.ts';

/** What holds of the answers of one room. */
export interface AnswerTerms {
  /** Media types of refusals, without parameters; '' for one without a body. */
  readonly refusals: readonly string[];
  /** Codes of 503 that it documents. */
  readonly away: readonly string[];
  /** Headers that may say what was sent, since that is what they are for. */
  readonly repeats?: readonly string[];
}

/** Has a room answer. @throws Breach when it throws instead */
export async function answerOf(
  fetch: (request: Request) => Response | Promise<Response>,
  request: Request,
): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    throw new Breach(`threw ${String(error)}`, { cause: error });
  }
}

/** Judges an answer to whatever was sent by this method. @returns how it ended. @throws Breach */
export async function judgeAnswer(
  answer: Response,
  method: string,
  { refusals, away, repeats = [] }: AnswerTerms,
): Promise<string> {
  const { status, headers } = answer;
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  for (const [name, value] of headers) {
    promise(repeats.includes(name) || !value.includes(MARKER), `the header ${name} repeats what was sent`);
  }
  if (status < 400) return `taken, ${status}`;
  promise(!text.includes(MARKER), `a refusal ${status} repeats what was sent`);
  const mediaType = (headers.get('content-type') ?? '').split(';', 1)[0] as string;
  promise(refusals.includes(mediaType), `refused ${status} as ${mediaType || 'nothing'}`);
  promise((headers.get('cache-control') ?? '').includes('no-store'), `a refusal ${status} that may be stored`);
  const code = mediaType === 'application/problem+json' && method !== 'HEAD' ? checkProblem(text, status) : undefined;
  promise(
    status < 500 || (status === 503 && (method === 'HEAD' || away.includes(code ?? ''))),
    `answered ${status} ${code ?? ''}`,
  );
  return `refused, ${status}${code ? ` ${code}` : ''}`;
}

/** A problem says its four members, and nothing that could be of whoever asked. */
function checkProblem(text: string, status: number): string {
  const problem = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { type, code } = problem;
  promise(Object.keys(problem).sort().join() === 'code,status,title,type', 'a problem with other members');
  promise(type === `urn:bauta:error:${code}` && problem.status === status, 'a problem that is at odds with itself');
  promise(ERROR_STATUS[code as ErrorCode] !== undefined, 'a problem of no code');
  return code as string;
}
