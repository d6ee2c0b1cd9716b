import type { SessionRule } from '../session-rule.ts';

/**
 * The heartbeat of the site's pages (protocol.md §6): `<script src="/_age/beat.js" defer></script>`. It only reports; the
 * server decides. One tab of the site beats for all; a page that was frozen, restored or whose clock jumped shows
 * nothing until the server has said that the session lives. Signs are the words of `session-lease.ts`.
 *
 * Why it is as it is, said here since its readers would load the comments:
 * - An answer counts only when the page was not frozen after it was asked: what the server said before that may arrive
 *   after it. A dark page asks until it is answered: the beat that was under way as it froze may never be.
 * - When the server is not reachable, the lease runs on there, and out here: timers do not run in standby, so silence longer
 *   than the lease means that nobody knows any more who is there.
 * - A page that is being left is hidden and not made dark: what it asked after its farewell would undo that.
 * - The second beat comes after 5 s: the page before may have said only just now that it was being left.
 * - Scrolling is seen by its causes: pages scroll by themselves too, and the pointer 'moves' when the page does.
 */
export function writeBeatScript({ leaseSeconds }: SessionRule): string {
  return `(() => {
  'use strict';
  const BEAT = ${Math.floor(leaseSeconds / 3)}_000;
  const LEASE = ${leaseSeconds}_000;
  const { style } = document.documentElement;
  const others = new BroadcastChannel('__age');
  let heardAt = Date.now();
  let beatAt = 0;
  let beating = false;
  let hasInput = false;
  let leads = false;
  let isAlone = false;
  let isDark = false;
  let doubts = 0;

  const hide = () => style.setProperty('display', 'none', 'important');
  const show = () => {
    isDark = false;
    style.removeProperty('display');
  };

  function live() {
    heardAt = Date.now();
    hasInput = false;
    show();
  }

  function end() {
    hide();
    location.reload();
  }

  async function beat() {
    if (beating) return;
    beating = true;
    beatAt = Date.now();
    const asked = doubts;
    const sign = hasInput ? 'input' : 'still';
    try {
      const { status } = await fetch('/_age/beat', { method: 'POST', body: sign });
      if (status === 204 && asked === doubts) {
        live();
        others.postMessage('live');
      } else if (status === 401) {
        others.postMessage('end');
        end();
      }
      if (leads && navigator.locks) {
        const { pending } = await navigator.locks.query();
        isAlone = !pending.some(({ name }) => name === '__age');
      }
    } catch {
    } finally {
      beating = false;
    }
  }

  function darken() {
    isDark = true;
    doubts++;
    hide();
  }

  function doubt() {
    darken();
    beat();
  }

  function look() {
    const silence = Date.now() - heardAt;
    if (isDark) beat();
    else if (silence < 0 || silence > LEASE) doubt();
    else if (leads && Date.now() - beatAt >= BEAT) beat();
  }

  function lead() {
    leads = true;
    beat();
    setTimeout(beat, 5_000);
    return new Promise(() => {});
  }

  let at = '';
  function note(event) {
    if (!event.isTrusted) return;
    if (event.type === 'pointermove') {
      const before = at;
      at = event.screenX + ' ' + event.screenY;
      if (before === '' || before === at) return;
    }
    if (!hasInput) others.postMessage('input');
    hasInput = true;
  }
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'touchmove', 'wheel']) {
    addEventListener(type, note, { capture: true, passive: true });
  }

  others.onmessage = ({ data }) => {
    if (data === 'live') {
      if (!isDark) live();
    } else if (data === 'end') end();
    else if (data === 'input') hasInput = true;
    else isAlone = false;
  };
  document.addEventListener('visibilitychange', look);
  document.addEventListener('freeze', darken);
  document.addEventListener('resume', doubt);
  addEventListener('pageshow', ({ persisted }) => persisted && doubt());
  addEventListener('pagehide', () => {
    hide();
    if (leads && isAlone) navigator.sendBeacon('/_age/beat', 'leave');
  });

  others.postMessage('here');
  setInterval(look, 1_000);
  if (navigator.locks) navigator.locks.request('__age', lead);
  else lead();
})();
`;
}
