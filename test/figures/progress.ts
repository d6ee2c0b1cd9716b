/** Tells somebody who waits how far a run has come. */
export interface Progress {
  readonly say: (what: string, share?: number) => void;
  readonly end: () => void;
}

const WIDTH = 24;
/** Milliseconds between two lines about the same, where they stay on the screen. */
const SELDOM = 15_000;

/** On a terminal one line that changes; elsewhere a line for each new part, and one now and then. */
export function createProgress(to: { readonly err: (text: string) => void; readonly isTerminal: boolean }): Progress {
  let [last, saidAt] = ['', 0];
  const began = performance.now();
  return {
    say(what, share) {
      const now = performance.now();
      const isNews = what !== last;
      const minutes = `${Math.floor((now - began) / 60_000)}:${String(Math.floor((now - began) / 1000) % 60).padStart(2, '0')}`;
      if (to.isTerminal) {
        if (!isNews && now - saidAt < 200) return;
        to.err(`\r\u001b[K${minutes} ${share === undefined ? '' : `${barOf(share)} `}${what}`);
      } else {
        if (!isNews && now - saidAt < SELDOM) return;
        to.err(`${minutes} ${what}${share === undefined ? '' : ` ${Math.floor(share * 100)} %`}\n`);
      }
      [last, saidAt] = [what, now];
    },
    end: () => (to.isTerminal ? to.err('\r\u001b[K') : undefined),
  };
}

const barOf = (share: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
};
