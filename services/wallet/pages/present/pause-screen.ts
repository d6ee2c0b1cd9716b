import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import type { Text } from '../../text/en.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Stage } from '../frame/stage.ts';
import { askedView } from './present-screens.ts';

/** A wait, by the device's clock. */
export interface Wait {
  /** Its end, in Unix seconds. */
  readonly resume: number;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Of the seconds left, those that a screen reader hears. */
const SAID: ReadonlySet<number> = new Set([60, 30, 10, 0]);
const TICK = 250;

/**
 * Says that this site was shown a token a moment ago, and counts down. It goes on by a button only, never by itself.
 * @returns true when the person goes on.
 */
export async function askToWait(stage: Stage, request: ReadPresentRequest, { resume, now }: Wait): Promise<boolean> {
  const left = (): number => Math.max(0, resume - now());
  let redraw = (): void => {};
  const ticking = setInterval(() => redraw(), TICK);
  try {
    return await stage.ask<boolean>((text, answer) => {
      const shown = element('p', { 'aria-hidden': 'true' });
      const heard = element('p', { class: 'unseen', role: 'status' });
      const goOn = mainButton(text.pause.goOn, () => answer(true));
      let drawn: number | undefined;
      redraw = () => {
        const seconds = left();
        if (seconds === drawn) return;
        shown.textContent = sentenceFor(text, seconds);
        // A tick may come late: what was to be heard meanwhile is heard now.
        const isDue = drawn === undefined || [...SAID].some((at) => at >= seconds && at < (drawn ?? 0));
        if (isDue) heard.textContent = shown.textContent;
        goOn.disabled = seconds > 0;
        drawn = seconds;
      };
      redraw();
      return askedView(text, request, [
        element(
          'section',
          {},
          element('h2', {}, text.pause.heading),
          paragraph(text.pause.why),
          note(text.pause.nothing),
        ),
        shown,
        heard,
        actions(
          goOn,
          quietButton(text.present.refuse, () => answer(false)),
        ),
      ]);
    });
  } finally {
    clearInterval(ticking);
  }
}

function sentenceFor({ pause }: Text, seconds: number): string {
  return seconds > 0 ? pause.left(seconds) : pause.over;
}
