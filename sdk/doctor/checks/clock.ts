import { type Finding, findingsOf } from '../finding.ts';
import type { Answer } from '../network.ts';
import type { Site } from '../site.ts';

const { ok, look, fault, unknown } = findingsOf('clock');
/** Seconds that clocks may differ by: what the protocol allows, and one for `Date`, which has whole seconds. */
const CLOSE = 6;
/** Seconds at which windows and challenges no longer meet (protocol.md §3, §4). */
const FAR = 600;
const FIX = 'Set the clock of the machines that run the gate by NTP (chrony, systemd-timesyncd).';

/** The gate's clock against the issuer's. @param directory what the issuer answered; undefined when it did not */
export function checkClock({ problem, asked }: Site, directory: Answer | undefined): readonly Finding[] {
  const site = asked.issuedAt === undefined ? aheadByDate(problem) : asked.issuedAt + 0.5 - problem.at;
  const issuer = directory && aheadByDate(directory);
  if (site === undefined) return [unknown('The site does not say what time it has.')];
  if (issuer === undefined) return [judge(site, "this machine's; the issuer did not say what time it has")];
  const found = [judge(site - issuer, "the issuer's")];
  const isOwn = Math.abs(issuer) > CLOSE && Math.abs(site - issuer) <= CLOSE;
  if (isOwn) found.push(look(`The clock of this machine is ${say(-issuer)} both of theirs.`));
  return found;
}

/** Seconds by which the server's clock is ahead of this machine's. */
function aheadByDate({ headers, at }: Answer): number | undefined {
  const date = Date.parse(headers.date ?? '') / 1000;
  // A stored answer tells the time at which it was made.
  return Number.isNaN(date) ? undefined : date + Number(headers.age ?? 0) + 0.5 - at;
}

function judge(ahead: number, whose: string): Finding {
  const distance = Math.abs(ahead);
  const sentence = `The clock of the gate is ${say(ahead)} ${whose}.`;
  if (distance <= CLOSE) return ok(`The clock of the gate agrees with ${whose}.`);
  return distance < FAR ? look(sentence, { fix: FIX }) : fault(sentence, { fix: FIX });
}

function say(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead));
  const length = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${length} ${ahead > 0 ? 'ahead of' : 'behind'}`;
}
