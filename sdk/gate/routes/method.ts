import { answerProblem, answerRedirect } from '../answers.ts';
import { openSession } from '../open-session.ts';
import type { OwnAnswer } from '../own-answer.ts';
import type { Visit } from '../visit.ts';

/** `/_age/NAME…`: answered by the method of that name, if the site has passed one in. */
export function answerByMethod(path: string, visit: Visit): OwnAnswer | Promise<OwnAnswer> {
  const method = visit.settings.methods.find(({ name }) => path.split('/')[2] === name);
  if (!method) return answerProblem('ERR_NOT_FOUND');
  // Whoever has a session is let through there, to the page that was asked for.
  return method.answer({ ...visit, admit: async () => answerRedirect('/_age/enter', [await openSession(visit)]) });
}
