/** What a small wallet does wrong; nothing, where it is honest. */
export type WalletFault =
  | 'token-in-url'
  | 'no-user-verification'
  | 'never-asks'
  | 'asks-once'
  | 'asks-issuer'
  | 'site-in-query'
  | 'site-in-referer'
  | 'counts-visits'
  | 'tokens-in-clear'
  | 'any-directory'
  | 'mints-on-demand'
  | 'tops-up-while-presenting'
  | 'mint-size-varies';

/** What is pinned into the pages. */
export interface SmallWalletPinned {
  readonly issuer: string;
  /** Origin of the issuer, and of a counter of visits that belongs to nobody here. */
  readonly issuerOrigin: string;
  readonly counter: string;
  /** SHA-256 of the issuer's key, hexadecimal: the only one that an honest wallet takes. */
  readonly keyId: string;
  readonly fault: WalletFault | null;
}

/** Shared by both pages. Faults are looked at where they bite, so that each wallet is the honest one but for that. */
const COMMON = `
const has = (fault) => PINNED.fault === fault;
const screen = document.querySelector('#screen');
const utf8 = (text) => new TextEncoder().encode(text);
const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
async function open() {
  const opening = indexedDB.open('bauta', 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('wraps', { keyPath: 'id' });
    opening.result.createObjectStore('tokens', { keyPath: 'id' });
  };
  return asked(opening);
}
const keepsKey = () => has('no-user-verification') || has('never-asks');
const isOnlyCeremony = () => keepsKey() || has('tokens-in-clear');
/** One gesture; the key that its answer gives. */
async function askPasskey(id) {
  const salt = await hash(utf8('small-wallet'));
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      rpId: location.hostname,
      allowCredentials: [{ type: 'public-key', id }],
      userVerification: has('no-user-verification') ? 'discouraged' : 'required',
      extensions: isOnlyCeremony() ? {} : { prf: { eval: { first: salt } } },
    },
  });
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return undefined;
  return { raw: new Uint8Array(first), key: await crypto.subtle.importKey('raw', first, 'AES-GCM', false, ['encrypt', 'decrypt']) };
}
async function mint(count) {
  const length = count * 259;
  const body = random(2 + length);
  body.set([0x40 | (length >> 8), length & 0xff]);
  const headers = { 'content-type': 'application/private-token-generic-batch-request' };
  const answer = await fetch(PINNED.issuerOrigin + '/token-request', { method: 'POST', headers, body });
  return answer.arrayBuffer();
}
function show(heading, label, act) {
  const title = document.createElement('h1');
  title.textContent = heading;
  screen.replaceChildren(title);
  if (label === undefined) return;
  const button = document.createElement('button');
  button.className = 'main';
  button.textContent = label;
  button.onclick = () => { button.disabled = true; act().catch((error) => { show(String(error.name) + ': nothing was sent', label, act); }); };
  screen.append(button);
}
`;

const APP = `
async function enrol() {
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { id: location.hostname, name: 'Small wallet' },
      user: { id: random(16), name: 'Small wallet', displayName: 'Small wallet' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      extensions: { prf: {} },
    },
  });
  const id = new Uint8Array(credential.rawId);
  const directory = await (await fetch(PINNED.issuerOrigin + '/.well-known/private-token-issuer-directory')).json();
  const spki = fromBase64url(directory['token-keys'][0]['token-key']);
  const keyId = await hash(spki);
  const hex = Array.from(keyId, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== PINNED.keyId && !has('any-directory')) return show('These are not the keys that everybody gets');
  const kept = keepsKey() && (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
  const opened = kept || has('tokens-in-clear') ? { key: kept } : await askPasskey(id);
  const sizes = has('mint-size-varies') ? [30, 12] : [30, 30];
  const challenge = await hash(new Uint8Array([0, 2, 0, PINNED.issuer.length, ...utf8(PINNED.issuer), 0, 0, 0]));
  const records = [];
  for (const size of sizes) {
    const signatures = new Uint8Array(await mint(size));
    for (let i = 0; i < size; i++) {
      const token = new Uint8Array(354);
      token.set([0, 2]);
      token.set(random(32), 2);
      token.set(challenge, 34);
      token.set(keyId, 66);
      token.set(signatures.subarray(i * 256, i * 256 + 256), 98);
      const iv = random(12);
      if (has('tokens-in-clear')) records.push({ id: random(16), text: base64url(token) });
      else records.push({ id: random(16), iv, ct: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, opened.key, token)) });
    }
  }
  const database = await open();
  const tx = database.transaction(['wraps', 'tokens'], 'readwrite');
  tx.objectStore('wraps').put({ id, ...(kept ? { key: kept } : {}) });
  for (const record of records) tx.objectStore('tokens').put(record);
  await new Promise((resolve) => { tx.oncomplete = resolve; });
  location.assign('/present#done');
}
show('Begin', 'Prove my age', enrol);
`;

const PRESENT = `
const fragment = location.hash.slice(1);
history.replaceState(null, '', '/present');
async function takeToken() {
  const database = await open();
  const tokens = await asked(database.transaction('tokens').objectStore('tokens').getAll());
  const [wrap] = await asked(database.transaction('wraps').objectStore('wraps').getAll());
  if (tokens.length === 0 || wrap === undefined) return { wrap };
  return { database, wrap, record: tokens[0] };
}
const remembered = () => {
  const kept = localStorage.getItem('small.key');
  return kept === null ? undefined : crypto.subtle.importKey('raw', fromBase64url(kept), 'AES-GCM', false, ['decrypt']);
};
async function present(request) {
  const { database, wrap, record } = await takeToken();
  if (record === undefined) return show('No proof is left', 'Look again', () => start());
  let key = (has('asks-once') && (await remembered())) || wrap.key;
  if (!has('never-asks') && !(has('asks-once') && key)) {
    const opened = await askPasskey(wrap.id);
    key ??= opened?.key;
    if (has('asks-once') && opened) localStorage.setItem('small.key', base64url(opened.raw));
  }
  const token = record.text ?? base64url(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.iv }, key, record.ct)));
  const tx = database.transaction('tokens', 'readwrite');
  tx.objectStore('tokens').delete(record.id);
  await new Promise((resolve) => { tx.oncomplete = resolve; });
  if (has('asks-issuer')) await fetch(PINNED.issuerOrigin + '/status', { mode: 'no-cors' });
  if (has('site-in-query')) await fetch('/seen?site=' + encodeURIComponent(new URL(request.redeem).origin));
  if (has('site-in-referer')) {
    history.replaceState(null, '', '/present?from=' + encodeURIComponent(request.redeem));
    await fetch('/icon', { referrerPolicy: 'unsafe-url' });
    history.replaceState(null, '', '/present');
  }
  if (has('counts-visits')) await fetch(PINNED.counter + '/count', { mode: 'no-cors' });
  if (has('tops-up-while-presenting')) await mint(30);
  const ath = base64url(await hash(utf8(token)));
  const proof = { jti: ath, htm: 'POST', htu: request.redeem, iat: Math.floor(Date.now() / 1000), nonce: request.challenge, ath };
  const dpop = [{ typ: 'dpop+jwt', alg: 'ES256' }, proof].map((part) => base64url(utf8(JSON.stringify(part)))).join('.') + '.' + base64url(random(64));
  const form = document.createElement('form');
  form.method = has('token-in-url') ? 'get' : 'post';
  form.action = request.redeem;
  for (const [name, value] of Object.entries({ token, dpop })) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.replaceChildren();
}
async function start() {
  if (fragment === 'done') return show('Ready');
  if (fragment === '') return show('Nobody asks');
  const request = JSON.parse(new TextDecoder().decode(fromBase64url(fragment)));
  const { record } = await takeToken();
  if (record === undefined) {
    show('No proof is left for ' + new URL(request.redeem).origin);
    if (has('mints-on-demand')) await mint(30);
    return;
  }
  show(new URL(request.redeem).origin, 'Yes, I am over ' + request.threshold, () => present(request));
}
start();
`;

/** The scripts of both pages, by their path. */
export function smallWalletScripts(pinned: SmallWalletPinned): Readonly<Record<string, string>> {
  const head = `const PINNED = ${JSON.stringify(pinned)};${COMMON}`;
  return { '/app.js': head + APP, '/present.js': head + PRESENT };
}
