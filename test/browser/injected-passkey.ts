import { createHmac, randomBytes } from 'node:crypto';
import { type Bytes, formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import type { PlainTab } from './plain-chromium.ts';

/**
 * A passkey with PRF that outlives the browser. Chromium's virtual authenticator belongs to a tab and ends with it, and
 * its PRF secret can be neither read nor restored; so this one stands outside, and pages ask it in place of the
 * browser's: everything else of the page and of the browser is as it was.
 */
export interface InjectedPasskey {
  /** Before the tab loads anything. */
  giveTo(tab: PlainTab): Promise<void>;
  /** While held, it neither answers nor declines, as somebody who does not touch it. */
  hold(isHeld: boolean): void;
}

interface Asked {
  readonly id: number;
  readonly act: 'create' | 'get';
  readonly challenge: string;
  readonly salt: string;
  /** Ids that may answer; none: any. */
  readonly allowed: readonly string[];
}

/** @param walletOrigin whose host is the rpId. */
export function createInjectedPasskey(walletOrigin: string): InjectedPasskey {
  const made = new Map<string, SoftwarePasskey>();
  const prfSecret = randomBytes(32);
  let isHeld = false;

  function answer({ act, challenge, salt, allowed }: Asked): object | undefined {
    const bytes = parseBase64url(challenge);
    const said = act === 'create' ? make(bytes) : find(allowed)?.assert(bytes);
    if (!said) return undefined;
    const { id } = said as { id: string };
    const prf = createHmac('sha256', prfSecret).update(id).update(parseBase64url(salt)).digest();
    return { ...said, prf: formatBase64url(new Uint8Array(prf)) };
  }

  function find(allowed: readonly string[]): SoftwarePasskey | undefined {
    const id = (allowed.length > 0 ? allowed : [...made.keys()]).find((one) => made.has(one));
    return id === undefined ? undefined : made.get(id);
  }

  function make(challenge: Bytes): object {
    const passkey = createSoftwarePasskey(walletOrigin);
    const registration = passkey.register(challenge) as { id: string };
    made.set(registration.id, passkey);
    return registration;
  }

  return {
    hold(held) {
      isHeld = held;
    },
    async giveTo(tab) {
      await tab.send('Runtime.enable');
      await tab.send('Page.enable');
      await tab.send('Runtime.addBinding', { name: 'askInjectedPasskey' });
      await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${replacePasskeys})()` });
      tab.on('Runtime.bindingCalled', ({ name, payload, executionContextId }: Called) => {
        if (isHeld || name !== 'askInjectedPasskey') return;
        const asked = JSON.parse(payload) as Asked;
        const expression = `answerOfInjectedPasskey(${asked.id}, ${JSON.stringify(answer(asked) ?? null)})`;
        // The page may be gone by now.
        tab.send('Runtime.evaluate', { expression, contextId: executionContextId }).catch(() => {});
      });
    },
  };
}

interface Called {
  readonly name: string;
  readonly payload: string;
  readonly executionContextId: number;
}

/** Runs in the page, as text: nothing from outside is known here. */
function replacePasskeys(): void {
  if (!('CredentialsContainer' in globalThis)) return;
  type Answer = { id: string; prf: string; response: Record<string, string> };
  const world = globalThis as unknown as {
    askInjectedPasskey(payload: string): void;
    answerOfInjectedPasskey(id: number, answer: Answer | null): void;
  };
  const ask = world.askInjectedPasskey;
  const waiting = new Map<number, (answer: Answer | null) => void>();
  let last = 0;
  const bytesOf = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)).buffer;
  const textOf = (source: BufferSource): string => {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    return btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  };
  world.answerOfInjectedPasskey = (id, answer) => waiting.get(id)?.(answer);

  for (const act of ['create', 'get'] as const) {
    CredentialsContainer.prototype[act] = ({
      publicKey,
      signal,
    }: CredentialCreationOptions & CredentialRequestOptions = {}) =>
      new Promise((resolve, reject) => {
        const salt = publicKey?.extensions?.prf?.eval?.first;
        if (!publicKey || !salt) return reject(new DOMException('no such credential', 'NotAllowedError'));
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        last += 1;
        waiting.set(last, (answer) => {
          if (!answer) return reject(new DOMException('no such credential', 'NotAllowedError'));
          const { id, prf, response } = answer;
          const members = Object.entries(response).map(([name, value]) => [name, bytesOf(value)]);
          resolve({
            id,
            rawId: bytesOf(id),
            type: 'public-key',
            response: Object.fromEntries(members),
            getClientExtensionResults: () => ({ prf: { enabled: true, results: { first: bytesOf(prf) } } }),
          } as unknown as Credential);
        });
        const allowed = (publicKey as PublicKeyCredentialRequestOptions).allowCredentials?.map(({ id }) => textOf(id));
        const challenge = textOf(publicKey.challenge);
        ask(JSON.stringify({ id: last, act, challenge, salt: textOf(salt), allowed: allowed ?? [] }));
      });
  }
}
