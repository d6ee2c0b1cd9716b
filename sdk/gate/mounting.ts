import type { AgeGate } from './age-gate.ts';
import { answerProblem } from './answers.ts';
import type { OwnAnswer } from './own-answer.ts';

/** @throws TypeError when it is not a gate. */
export function checkGate(gate: AgeGate): void {
  if (typeof gate?.handle !== 'function') throw new TypeError('the adapter takes a gate, as ageGate() makes it');
}

/** Shut, since the gate cannot guard where it stands, or a part of ours does not work: 503. */
export function answerShut(): OwnAnswer {
  return answerProblem('ERR_NOT_READY', { 'retry-after': '60' });
}

const warned = new Set<string>();

/**
 * Tells the operator why the door is shut, once in a process: a warning with the code `BAUTA_GATE`.
 * @param fault a fixed sentence, without anything of a request.
 */
export function warn(fault: string): void {
  if (warned.has(fault)) return;
  warned.add(fault);
  const sentence = `The age gate is shut: ${fault}`;
  const { process } = globalThis as { process?: { emitWarning?(sentence: string, options: object): void } };
  if (process?.emitWarning) process.emitWarning(sentence, { code: 'BAUTA_GATE', type: 'AgeGateWarning' });
  else console.warn(sentence);
}
