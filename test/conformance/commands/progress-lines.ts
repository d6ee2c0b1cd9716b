import type { RunEvent } from '../collect/run-plan.ts';
import { ProbeLeft } from '../evidence/recorder.ts';
import { WORDS } from '../report/texts/index.ts';
import type { CommandGiven } from './command.ts';

/** Shows a run while it goes on: one line for each probe, with what it is at. */
export function showProgress({ language, progress, print, now }: CommandGiven): (event: RunEvent) => void {
  const colon = language === 'fr' ? '\u00a0:' : ':';
  const began = now();
  let line = '';
  const time = (): string => `${Math.round((now() - began) / 1000)} s`.padStart(6);
  return (event) => {
    if (event.kind === 'began') {
      const { number, of, probe } = event;
      line = `${String(number).padStart(2)}/${of} ${probe.title[language]}`;
      progress(`${time()}  ${line}`);
    } else if (event.kind === 'line') {
      progress(`${time()}  ${line}${colon} ${event.line}`);
    } else if (event.kind === 'fault') {
      if (!(event.error instanceof ProbeLeft)) progress(`${time()}  ${line}${colon} ${String(event.error)}`);
    } else if (event.probe.state === 'untested' && event.probe.reason !== undefined) {
      print(`${time()}  ${line}${colon} ${WORDS[language].checks.reason[event.probe.reason]}`);
    }
  };
}
