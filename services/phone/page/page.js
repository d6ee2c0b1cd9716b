import { TEXT } from '/text.js';

const select = (selector) => document.querySelector(selector);
const LANGUAGES = Object.keys(TEXT);

const reads = navigator.languages.map((tag) => tag.split('-')[0]);

const READING_MS = 1000;

let language = reads.find((read) => LANGUAGES.includes(read)) ?? 'en';
let request = null;
let failure = null;
let view = 'empty';

const text = (name) => TEXT[language][name].replace('{age}', String(request?.age ?? 18));
const person = () => select('input[name="person"]:checked').value;

/** A link that a verifier made, with every scheme that the server answers. */
const LINK = /^(av|avsp|haip-vp|(eudi-|mdoc-)?openid4vp):\/\/authorize\?/;

/** What the page has to know of a request to show it; the server reads it strictly before it answers. */
function readRequest(text) {
  const link = text.trim();
  try {
    if (!LINK.test(link)) return null;
    const parameters = new URLSearchParams(link.slice(link.indexOf('?') + 1));
    // A signed request is fetched once it is answered; until then its address says whose it is.
    const signed = parameters.get('request_uri');
    if (signed !== null) return { link, host: new URL(signed).host, age: 18 };
    const query = JSON.parse(parameters.get('dcql_query'));
    const element = query.credentials[0].claims[0].path[1];
    const age = Number(/^age_over_(\d\d)$/.exec(element)[1]);
    return { link, host: new URL(parameters.get('response_uri')).host, age };
  } catch {
    return null;
  }
}

function render() {
  document.documentElement.lang = language;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]')) element.ariaLabel = text(element.dataset.label);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.ariaPressed = String(button.dataset.language === language);
  }
  for (const section of document.querySelectorAll('[data-view]')) section.hidden = section.dataset.view !== view;
  select('.host').textContent = request?.host ?? '';
  select('.claim').textContent = text({ adult: 'givenYes', young: 'givenNo', expired: 'givenExpired' }[person()]);
  select('.reason').textContent = failure === null ? '' : text(failure.sentence);
  select('.code').textContent = failure?.code ?? '';
}

function show(next) {
  view = next;
  render();
  // Whoever cannot see the change is taken to it.
  select(`[data-view="${next}"] h1`).focus();
}

function open(link) {
  request = readRequest(link);
  select('.fault').hidden = request !== null || link === '';
  if (request !== null) return show('consent');
  view = 'empty';
  render();
}

async function share() {
  const button = select('[data-act="share"]');
  button.disabled = true;
  button.textContent = text('sharing');
  try {
    const answer = await fetch('/present', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ request: request.link, person: person() }),
    });
    const { code, redirect_uri: goesOnAt } = await answer.json();
    failure = { sentence: code === 'ERR_PRESENT_REQUEST' ? 'failedRequest' : 'failedDelivery', code };
    if (!answer.ok) return show(code === 'ERR_AGE_NOT_SHOWN' ? 'refused' : 'failed');
    show('shared');
    // Said first, so that whoever looks or listens knows why another page opens.
    if (goesOnAt !== undefined) setTimeout(() => location.assign(goesOnAt), READING_MS);
  } catch {
    failure = { sentence: 'failedHere', code: '' };
    show('failed');
  } finally {
    button.disabled = false;
  }
}

function openFragment() {
  const fragment = location.hash.slice(1);
  if (fragment === '') return open('');
  // The request is good once; a reload or the history must not hold it.
  history.replaceState(null, '', '/');
  try {
    open(LINK.test(fragment) ? fragment : decodeURIComponent(fragment));
  } catch {
    open(fragment);
  }
}

select('form').addEventListener('submit', (event) => {
  event.preventDefault();
  open(select('#request').value);
});
select('[data-act="share"]').addEventListener('click', share);
select('[data-act="decline"]').addEventListener('click', () => show('declined'));
select('[data-act="again"]').addEventListener('click', () => show('consent'));
select('.panel').addEventListener('change', render);
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    render();
  });
}
addEventListener('hashchange', () => location.hash !== '' && openFragment());
openFragment();
