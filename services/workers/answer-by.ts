import { answerProblem } from '../problem.ts';
import type { Standing } from '../standing.ts';

/** The answer of a room that may have to be opened first; a refusal where it cannot be. */
export async function answerBy(room: () => Promise<Pick<Standing, 'fetch'>>, request: Request): Promise<Response> {
  try {
    return await (await room()).fetch(request);
  } catch (error) {
    return answerProblem(error);
  }
}
