import { DIGITAL_PATH, PAGE_PATH, RETURN_PATH, STATE_PATH } from '../paths.ts';

/**
 * The script of the page that asks. It shows the browser's own way where there is one, sends on what came of it, says
 * when nobody has answered, and sees when another device has. What it is told it does not judge: each answer is the
 * server's.
 *
 * Why it is as it is, said here since its readers would load the comments:
 * - Nothing tells whether there is an app: after 15 s of silence the page says that there are other ways, and goes on
 *   waiting, since a person may be looking for their phone.
 * - Asking again ends the question before: a browser takes one at a time.
 * - One look at a time: a second answer to a slow one would send the browser on twice, and the second way is shut.
 * - While the page is not looked at, it does not poll; a browser restores it with its timers.
 */
export const pageScript: string = `(() => {
  'use strict';
  const SILENCE = 15_000;
  const POLL = 2_000;
  const ask = document.getElementById('ask');
  const { question, request, polled } = ask.dataset;
  const notes = ['silent', 'declined', 'broken'].map((id) => document.getElementById(id));
  const here = document.getElementById('here');
  let asking;
  let timer;

  function say(id) {
    clearTimeout(timer);
    for (const note of notes) note.hidden = note.id !== id;
  }

  function wait() {
    say();
    timer = setTimeout(say, SILENCE, 'silent');
  }

  async function send({ protocol, data }) {
    const answer = await fetch('${DIGITAL_PATH}?question=' + question, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ protocol, data: { response: data.response } }),
    });
    if (answer.status === 200) location.assign((await answer.json()).next);
    else location.assign(answer.status === 503 ? '${PAGE_PATH}' : '${RETURN_PATH}');
  }

  async function askBrowser() {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    wait();
    let credential;
    try {
      const digital = { requests: [JSON.parse(request)] };
      credential = await navigator.credentials.get({ mediation: 'required', digital, signal: own.signal });
    } catch (error) {
      if (asking === own) say(error.name === 'NotAllowedError' ? 'declined' : 'broken');
      return;
    }
    say();
    try {
      await send(credential);
    } catch {
      say('broken');
    }
  }

  async function readState() {
    if (document.hidden) return 'waiting';
    const answer = await fetch('${STATE_PATH}?question=' + question, { headers: { accept: 'application/json' } });
    return (await answer.json()).state;
  }

  async function look() {
    const state = await readState().catch(() => 'waiting');
    if (state === 'waiting') setTimeout(look, POLL);
    else if (state === 'shared') location.assign('${STATE_PATH}?question=' + question);
    else if (state === 'over') location.assign('${RETURN_PATH}');
  }

  if ('DigitalCredential' in window) {
    ask.hidden = document.getElementById('ask-note').hidden = false;
    here.classList.add('other');
    ask.querySelector('button').addEventListener('click', askBrowser);
  }
  here.addEventListener('click', wait);
  if (polled !== undefined) setTimeout(look, POLL);
})();
`;
