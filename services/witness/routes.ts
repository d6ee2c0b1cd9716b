import { type Bytes, check, concat, readUtf8 } from '@bauta/sdk/protocol';
import { type Route, route } from '../http/route.ts';
import { addCheckpoint, type WitnessContext, type Witnessed } from './add-checkpoint.ts';

/** 63 hashes take 3 KiB; the rest is room for signatures that are not ours to judge. */
const BODY_MAX = 65_536;

/** The witness's one door, as C2SP tlog-witness has it. */
export function witnessRoutes(given: Omit<WitnessContext, 'now'>): Route[] {
  return [
    route({
      method: 'POST',
      path: '/add-checkpoint',
      summary: 'Cosigns a checkpoint that continues the last one',
      answers: [
        { status: 200, description: 'A line with the cosignature.', mediaType: 'text/plain' },
        { status: 400, description: 'Not as C2SP tlog-witness has it, or smaller than the old size.' },
        { status: 403, description: 'Not signed by the log.' },
        { status: 404, description: 'No log of this witness.' },
        { status: 409, description: 'The size that the witness cosigned last.', mediaType: 'text/x.tlog.size' },
        { status: 422, description: 'Does not continue the tree that the witness cosigned last.' },
      ],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, { request, now }) {
        const body = await readText(request);
        return answer(body === undefined ? { status: 400 } : await addCheckpoint(body, { ...given, now }));
      },
    }),
  ];
}

function answer(witnessed: Witnessed): Response {
  const { status } = witnessed;
  if (status === 200) return answerText(status, witnessed.cosignature, 'text/plain; charset=utf-8');
  if (status === 409) return answerText(status, `${witnessed.size}\n`, 'text/x.tlog.size');
  return new Response(null, { status });
}

function answerText(status: number, text: string, mediaType: string): Response {
  return new Response(text, { status, headers: { 'content-type': mediaType } });
}

/** The body whatever its media type, since C2SP names none; undefined when it is no UTF-8. @throws AgeError ERR_TOO_LARGE */
async function readText(request: Request): Promise<string | undefined> {
  const chunks: Bytes[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Bytes>) {
    length += chunk.length;
    check(length <= BODY_MAX, 'ERR_TOO_LARGE');
    chunks.push(chunk);
  }
  try {
    return readUtf8(concat(...chunks));
  } catch {
    return undefined;
  }
}
