import type { Text } from '../../text/en.ts';
import { element } from './dom.ts';

/** No step is given longer; a longer time is a device whose clock is wrong, and then nothing is said. */
const LONGEST = 900;

/** How many minutes a step still has, begun ones included; undefined when that cannot be told. @param until Unix seconds. */
export function minutesLeft(until: number, now: number): number | undefined {
  const left = until - now;
  return left > 0 && left <= LONGEST ? Math.ceil(left / 60) : undefined;
}

/** The same as a sentence that goes on telling the time while it is on the screen. */
export function timeLeft({ prove }: Text, until: number, now: () => number): HTMLElement {
  const line = element('span');
  const draw = (): void => {
    const minutes = minutesLeft(until, now());
    const told = minutes === undefined ? '' : prove.left(minutes);
    if (line.textContent !== told) line.textContent = told;
  };
  draw();
  const ticking = setInterval(() => (line.isConnected ? draw() : clearInterval(ticking)), 1000);
  return line;
}
