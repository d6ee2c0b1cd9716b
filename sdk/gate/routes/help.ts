import { answerPage } from '../answers.ts';
import { helpPage } from '../pages/help-page.ts';
import type { Act } from '../visit.ts';

/** `GET /_age/help`: who listens and who answers. It needs neither store nor directory, and stands while the door is shut. */
export const help: Act = (visit) => answerPage(helpPage(visit), 200);
